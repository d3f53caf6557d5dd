/** The playground's server: the page, what a person sees, and what they do. The contract with the page is api.ts. */
import { readFile } from 'node:fs/promises';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import type { Doors } from '../../commands/doors.ts';
import type { Act } from '../../commands/intent.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Reply } from '../../coordination/message.ts';
import type { Charts, Clock, Ids, Store } from '../../coordination/ports.ts';
import type { Answer } from './api.ts';
import { SCOPE } from './cast.ts';
import { moveClock } from './clock.ts';
import { serveFiles } from './files.ts';
import { loopbackOnly } from './guard.ts';
import type { Live } from './live.ts';
import { createMessageIds } from './message-ids.ts';
import { type About, actionOf, changeOf, mentionOf, reactionOf, trackOf, wordsOf } from './receive.ts';
import { BadRequest, bodyOf, inChannel, messageIn, messageOf, ownMessage } from './requests.ts';
import { seed } from './seed.ts';
import type { PlaygroundStore, StoredMessage } from './store.ts';
import { peopleOf, viewOf } from './view.ts';

/** How the page works the loops, and where it stands. */
export interface PageDoors extends Doors {
  /** Wakes the loops, and waits until nothing that is due is left to do. */
  readonly drain: () => Promise<void>;
  readonly charts: Charts;
  /** Where the built page stands: a folder. */
  readonly assets: URL;
}

export interface PlaygroundDeps extends PageDoors {
  readonly workspace: WorkspaceId;
  readonly store: Store;
  readonly playground: PlaygroundStore;
  readonly live: Live;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
}

export function createPlaygroundApp(deps: PlaygroundDeps): Hono {
  const app = new Hono();
  app.use(loopbackOnly);
  app.use(
    bodyLimit({ maxSize: 256 * 1024, onError: (c) => c.json({ error: 'That is too much at once.' }, 413) }),
  );
  app.onError((error, c) => {
    if (error instanceof BadRequest) return c.json({ error: error.message }, error.status);
    throw error;
  });
  servePage(app, deps.assets);
  serveReads(app, deps);
  serveFiles(app, deps);
  serveChat(app, deps);
  serveVerbs(app, deps);
  serveStage(app, deps);
  return app;
}

const PAGE = [
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/app.js', 'app.js', 'text/javascript; charset=utf-8'],
  ['/app.css', 'app.css', 'text/css; charset=utf-8'],
  ['/icon.svg', 'icon.svg', 'image/svg+xml'],
] as const;

function servePage(app: Hono, assets: URL): void {
  for (const [path, file, type] of PAGE) {
    app.get(path, async (c) => {
      const content = await readFile(new URL(file, assets));
      return c.body(content, 200, { 'content-type': type, 'cache-control': 'no-cache' });
    });
  }
}

function serveReads(app: Hono, deps: PlaygroundDeps): void {
  app.get('/api/people', async (c) => c.json(await peopleOf(deps.store, deps.workspace)));
  app.get('/api/view', async (c) => {
    const view = await viewOf(deps, c.req.query('as') ?? '', deps.clock.now());
    return view
      ? c.json(view)
      : c.json({ error: 'Nobody of that name is in the playground. Choose who you are.' }, 404);
  });
  app.get('/api/complete', async (c) => {
    const as = c.req.query('as') ?? '';
    const found = await deps.complete(
      deps.workspace,
      { platform: 'playground', scope: SCOPE, account: as },
      (c.req.query('text') ?? '').slice(0, 500),
    );
    return c.json(found);
  });
  app.get('/api/live', (c) =>
    streamSSE(c, async (stream) => {
      const stop = deps.live.listen((event) => {
        const data = event.event === 'progress' ? JSON.stringify(event.progress) : '';
        void stream.writeSSE({ event: event.event, data });
      });
      stream.onAbort(stop);
      await stream.writeSSE({ event: 'change', data: '' });
      while (!stream.aborted && !stream.closed) {
        await stream.sleep(15_000);
        await stream.writeSSE({ event: 'alive', data: '' });
      }
      stop();
    }),
  );
}

function serveChat(app: Hono, deps: PlaygroundDeps): void {
  const { playground, live } = deps;
  const nextId = createMessageIds(deps.clock, deps.ids);
  app.post('/api/post', async (c) => {
    const body = await bodyOf(c, 'post');
    inChannel(body);
    const root = body.thread === null ? null : await messageOf(deps, body.channel, body.thread);
    const said: StoredMessage = {
      channel: body.channel,
      id: nextId(),
      thread: root ? (root.thread ?? root.id) : null,
      author: body.as,
      onlyFor: null,
      text: body.text,
      message: null,
      postedAt: deps.clock.now() + (await playground.clockOffset()),
      editedAt: null,
    };
    await playground.post(said, null);
    live.changed();
    const mention = mentionOf(aboutOf(deps, body.as, `post:${said.channel}:${said.id}`), said, root);
    if (mention) await deps.receive(deps.workspace, mention);
    return answered(c);
  });
  app.post('/api/react', async (c) => {
    const body = await bodyOf(c, 'react');
    const on = await messageIn(deps, body);
    await playground.setReaction(
      { channel: on.channel, message: on.id, account: body.as, emoji: body.emoji },
      body.present,
    );
    // Told even when it stood so already: whoever tried before may never have been heard.
    await deps.receive(deps.workspace, reactionOf(aboutOf(deps, body.as), on, body.emoji, body.present));
    live.changed();
    return answered(c);
  });
  app.post('/api/edit', async (c) => {
    const body = await bodyOf(c, 'edit');
    const on = await ownMessage(deps, body);
    await playground.edit(on.channel, on.id, { text: body.text, at: deps.clock.now() });
    await deps.receive(deps.workspace, changeOf(aboutOf(deps, body.as), on, 'edited'));
    live.changed();
    return answered(c);
  });
  app.post('/api/delete', async (c) => {
    const body = await bodyOf(c, 'delete');
    const on = await ownMessage(deps, body);
    // Told before it is gone: what is gone cannot be deleted again.
    await deps.receive(deps.workspace, changeOf(aboutOf(deps, body.as), on, 'deleted'));
    await playground.remove(on.channel, on.id);
    live.changed();
    return answered(c);
  });
}

function serveVerbs(app: Hono, deps: PlaygroundDeps): void {
  const answer = async (c: Context, intent: Act): Promise<Response> => {
    const reply = await deps.answer(deps.workspace, intent);
    deps.live.changed();
    return answered(c, reply);
  };
  app.post('/api/command', async (c) => {
    const body = await bodyOf(c, 'command');
    inChannel(body);
    return answer(c, wordsOf(aboutOf(deps, body.as), body.channel, body.text));
  });
  app.post('/api/press', async (c) => {
    const body = await bodyOf(c, 'press');
    inChannel(body);
    const on = body.message === null ? null : await messageIn(deps, { ...body, message: body.message });
    return answer(c, actionOf(aboutOf(deps, body.as), 'press', body.channel, body, on));
  });
  app.post('/api/submit', async (c) => {
    const body = await bodyOf(c, 'submit');
    inChannel(body);
    return answer(c, actionOf(aboutOf(deps, body.as), 'form', body.channel, body, null));
  });
  app.post('/api/track', async (c) => {
    const body = await bodyOf(c, 'track');
    return answer(c, trackOf(aboutOf(deps, body.as), await messageIn(deps, body)));
  });
}

/** What a chat does not have: a clock that moves, and a new beginning. One of them at a time. */
function serveStage(app: Hono, deps: PlaygroundDeps): void {
  let busy = false;
  const alone = async (c: Context, work: () => Promise<void>): Promise<Response> => {
    if (busy) return c.json({ error: 'The clock is still moving. Wait until it stands.' }, 409);
    busy = true;
    try {
      await work();
    } finally {
      busy = false;
    }
    return answered(c);
  };
  app.post('/api/clock', async (c) => {
    const { by } = await bodyOf(c, 'clock');
    return alone(c, () => moveClock(deps, by));
  });
  app.post('/api/reset', (c) =>
    alone(c, async () => {
      await seed(deps);
      deps.live.changed();
    }),
  );
}

const answered = (c: Context, reply: Reply = {}): Response => {
  const empty = !reply.message && !reply.form && !reply.fieldErrors;
  return c.json({ reply: empty ? null : reply } satisfies Answer);
};

/** Every interaction has an id of its own, as on any platform. */
const aboutOf = (deps: PlaygroundDeps, actor: string, key: string = deps.ids.uuid()): About => ({
  key: `playground:${key}`,
  at: deps.clock.now(),
  actor,
});
