/** Messages that a person is erased from, in the outbox and in the playground. */
import { eq, inArray, or, sql } from 'drizzle-orm';
import { say } from '../../../coordination/message.ts';
import type { Scope } from '../guard.ts';
import * as t from '../schema.ts';
import { mention, namedIn, type Traces } from './traces.ts';

const GONE = say('This named someone who was erased since.');

/** What was said to them, by them and of them. A card that named them is written anew when it is next sent. */
export async function forgetMessages({ db }: Scope, traces: Traces): Promise<void> {
  const { person, accounts, directs, name } = traces;
  const { outbox: o, playgroundMessages: m } = t;
  const toThem = or(
    eq(o.personId, person),
    inArray(o.sentChannel, [...directs]),
    namedIn(o.destination, traces),
  );
  await db.delete(o).where(or(toThem, namedIn(o.body, traces)));
  // A button that meant one of these says that it is of an older message.
  await db.delete(t.asides).where(namedIn(t.asides.value, traces));
  await db
    .delete(m)
    .where(
      or(
        inArray(m.author, [...accounts]),
        inArray(m.onlyFor, [...accounts]),
        inArray(m.channel, [...directs]),
      ),
    );
  await db
    .update(m)
    .set({ message: GONE })
    .where(or(sql`position(${name} in ${m.message}::text) > 0`, namedIn(m.message, traces)));
  const unnamed = sql`regexp_replace(replace(${m.text}, ${name}, 'someone'), ${mention(traces)}, 'someone', 'gi')`;
  await db.update(m).set({ text: unnamed }).where(namedIn(m.text, traces));
}
