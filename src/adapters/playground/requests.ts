/** What the page asks for, checked: its words, and whether who asks may. */
import type { Context } from 'hono';
import { z } from 'zod';
import { MAX_TEXT } from '../../commands/parse.ts';
import { CAST, memberOf } from './cast.ts';
import { MOST_BY } from './clock.ts';
import type { PlaygroundStore, StoredMessage } from './store.ts';

const account = z
  .string()
  .refine((a) => CAST.some((c) => c.handle === a), 'Nobody of that name is in the playground.');
/** PostgreSQL stores no NUL, and no keyboard types one. */
const NUL = '\0';
const text = z
  .string()
  .max(MAX_TEXT, `At most ${MAX_TEXT} characters fit into a message.`)
  .transform((t) => t.replaceAll(NUL, ''));
const id = z
  .string()
  .min(1)
  .max(100)
  .refine((i) => !i.includes(NUL));
const options = z.record(z.string().max(60), z.string().max(MAX_TEXT));
const verb = z.string().max(60);
const onMessage = z.object({ as: account, channel: id, message: id });

const bodies = {
  post: z.object({
    as: account,
    channel: id,
    thread: id.nullable(),
    text: text.refine((t) => t.trim() !== '', 'Write something first.'),
  }),
  command: z.object({ as: account, channel: id, text: z.string().max(MAX_TEXT * 2) }),
  press: z.object({ as: account, channel: id, message: id.nullable(), verb, options }),
  submit: z.object({ as: account, channel: id, verb, options }),
  track: onMessage,
  react: onMessage.extend({ emoji: z.string().regex(/^[\w+-]{1,60}$/), present: z.boolean() }),
  edit: onMessage.extend({ text }),
  delete: onMessage,
  clock: z.object({
    by: z.number().int().positive().max(MOST_BY, 'The clock moves by at most 92 days at a time.'),
  }),
} as const;

/** A problem of a request, with words for the person at the page. */
export class BadRequest extends Error {
  readonly status: 400 | 404;
  constructor(words: string, status: 400 | 404 = 400) {
    super(words);
    this.status = status;
  }
}

/** Where messages are looked up. */
interface Kept {
  readonly playground: Pick<PlaygroundStore, 'get'>;
}

type OnMessage = z.infer<typeof onMessage>;

/** @throws BadRequest for a body of another kind */
export async function bodyOf<K extends keyof typeof bodies>(
  c: Context,
  kind: K,
): Promise<z.infer<(typeof bodies)[K]>> {
  const json: unknown = await c.req.json().catch(() => null);
  const parsed = bodies[kind].safeParse(json);
  if (!parsed.success)
    throw new BadRequest(parsed.error.issues[0]?.message ?? 'The page sent something unreadable. Reload it.');
  return parsed.data as z.infer<(typeof bodies)[K]>;
}

/** @throws BadRequest for a channel that they are not in */
export function inChannel({ as, channel }: { readonly as: string; readonly channel: string }): void {
  if (!memberOf(channel, as)) throw new BadRequest('There is no such channel, or you are not in it.', 404);
}

/** @throws BadRequest for a message that is gone */
export async function messageOf(
  { playground }: Kept,
  channel: string,
  message: string,
): Promise<StoredMessage> {
  const found = await playground.get(channel, message);
  if (!found) throw new BadRequest('That message is gone.', 404);
  return found;
}

/** A message that they see. @throws BadRequest */
export async function messageIn(kept: Kept, body: OnMessage): Promise<StoredMessage> {
  inChannel(body);
  const found = await messageOf(kept, body.channel, body.message);
  if (found.onlyFor !== null && found.onlyFor !== body.as) throw new BadRequest('That message is gone.', 404);
  return found;
}

/** A message that they wrote. @throws BadRequest */
export async function ownMessage(kept: Kept, body: OnMessage): Promise<StoredMessage> {
  const found = await messageIn(kept, body);
  if (found.author !== body.as) throw new BadRequest('You can change only what you wrote yourself.');
  return found;
}
