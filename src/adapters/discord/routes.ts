/** Which workspace a server belongs to, remembered for a moment: a server may be joined to another at any time. */
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Store } from '../../coordination/ports.ts';

const REMEMBERED_MS = 2_000;
const MOST = 5_000;

export interface Routes {
  /** Null where Baton is not installed; that is asked for anew each time. */
  get(scope: string): Promise<WorkspaceId | null>;
  forget(scope: string): void;
}

export function rememberedRoutes(store: Pick<Store, 'route'>): Routes {
  const known = new Map<string, { readonly workspace: WorkspaceId; readonly until: number }>();
  return {
    async get(scope) {
      const found = known.get(scope);
      if (found && found.until > performance.now()) return found.workspace;
      const workspace = await store.route({ platform: 'discord', scope });
      known.delete(scope);
      if (known.size >= MOST) known.clear();
      if (workspace) known.set(scope, { workspace, until: performance.now() + REMEMBERED_MS });
      return workspace;
    },
    forget: (scope) => void known.delete(scope),
  };
}
