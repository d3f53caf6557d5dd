/** Pictures and files of messages, for the page: drawn when they are looked at. */
import type { Context, Hono } from 'hono';
import { picturesOf } from '../../coordination/message.ts';
import type { Charts } from '../../coordination/ports.ts';
import { memberOf } from './cast.ts';
import type { PlaygroundStore, StoredMessage } from './store.ts';

export interface FileDeps {
  readonly playground: PlaygroundStore;
  readonly charts: Charts;
}

const KEEP = 'private, max-age=3600';

export function serveFiles(app: Hono, { playground, charts }: FileDeps): void {
  app.get('/api/picture', async (c) => {
    const message = await seenIn(c, playground);
    const picture = message?.message && picturesOf(message.message)[Number(c.req.query('nth') ?? 0)];
    if (!picture) return c.json({ error: 'That picture is gone.' }, 404);
    const png = await charts.png(picture.chart);
    return c.body(png, 200, { 'content-type': 'image/png', 'cache-control': KEEP });
  });
  app.get('/api/file', async (c) => {
    const file = (await seenIn(c, playground))?.message?.file;
    if (!file) return c.json({ error: 'That file is gone.' }, 404);
    return c.body(file.content, 200, {
      'content-type': `${file.media}; charset=utf-8`,
      'content-disposition': `attachment; filename="${file.name.replace(/[^\w.-]/g, '_')}"`,
    });
  });
}

/** What the one who asks may see. */
async function seenIn(c: Context, playground: PlaygroundStore): Promise<StoredMessage | null> {
  const [as, channel, message] = ['as', 'channel', 'message'].map((name) => c.req.query(name) ?? '') as [
    string,
    string,
    string,
  ];
  if (!memberOf(channel, as)) return null;
  const found = await playground.get(channel, message);
  return found && (found.onlyFor === null || found.onlyFor === as) ? found : null;
}
