/** The playground, whole: a chat of its own, the page's server, and how it is set up the first time. */
import type { Hono } from 'hono';
import type { Instant } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Chat, Clock, Ids, Store } from '../../coordination/ports.ts';
import { SCOPE, WORKSPACE_NAME, WORKSPACE_ZONE } from './cast.ts';
import { createPlaygroundChat } from './chat.ts';
import { createLive } from './live.ts';
import { seed } from './seed.ts';
import { createPlaygroundApp, type PageDoors } from './server.ts';
import type { PlaygroundStore } from './store.ts';

/** The one workspace of the playground, the same on every machine. */
export const PLAYGROUND = {
  workspace: '00000000-0000-4000-8000-000000000001' as WorkspaceId,
  name: WORKSPACE_NAME,
  zone: WORKSPACE_ZONE,
  scope: SCOPE,
} as const;

export interface PlaygroundWorld {
  readonly store: Store;
  readonly playground: PlaygroundStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Playground {
  readonly chat: Chat;
  /** Sets it up, if it never was. */
  prepare(): Promise<void>;
  /** The page and what it asks for. */
  app(doors: PageDoors): Hono;
}

export function createPlayground(world: PlaygroundWorld): Playground {
  const { playground, clock, ids } = world;
  const live = createLive();
  const here = { ...world, workspace: PLAYGROUND.workspace, zone: PLAYGROUND.zone, live };
  const now = async (): Promise<Instant> => clock.now() + (await playground.clockOffset());
  return {
    chat: createPlaygroundChat(playground, live, now, clock, ids),
    async prepare() {
      if (!(await playground.exists())) await seed(here);
    },
    app: (doors) => createPlaygroundApp({ ...here, ...doors }),
  };
}
