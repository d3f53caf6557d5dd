/** What a workspace has set that Discord's side asks for often: remembered for a moment. */
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Clock, Store } from '../../coordination/ports.ts';
import type { WorkspaceSettings } from '../../coordination/workspaces/workspace.ts';
import type { ServerFacts } from './profile.ts';

const REMEMBERED_MS = 5_000;

export class Settings {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #known = new Map<
    WorkspaceId,
    { readonly settings: Promise<WorkspaceSettings>; readonly until: number }
  >();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  of(workspace: WorkspaceId): Promise<WorkspaceSettings> {
    const known = this.#known.get(workspace);
    if (known && known.until > this.#clock.now()) return known.settings;
    const settings = this.#store.transact(workspace, async (tx) => (await tx.workspace()).settings);
    this.#known.set(workspace, { settings, until: this.#clock.now() + REMEMBERED_MS });
    settings.catch(() => this.#known.delete(workspace));
    return settings;
  }

  forget(workspace: WorkspaceId): void {
    this.#known.delete(workspace);
  }

  /** The id of the role that makes a member; null where none is named, or none is called so in this server. */
  async memberRole(workspace: WorkspaceId, server: ServerFacts): Promise<string | null> {
    const named = (await this.of(workspace)).memberRole ?? null;
    if (named === null) return null;
    const wanted = named
      .replace(/^<@&(\d+)>$/, '$1')
      .replace(/^@/, '')
      .toLowerCase();
    return server.roles.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted)?.id ?? null;
  }

  /** Whether a reaction means anything: others are nobody's business. */
  async means(workspace: WorkspaceId, emoji: string): Promise<boolean> {
    return Object.values((await this.of(workspace)).reactions).includes(emoji);
  }
}
