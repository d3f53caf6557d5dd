import { eq } from 'drizzle-orm';
import type { WorkspaceId } from '../../../coordination/ids.ts';
import { DEFAULT_SETTINGS, type Workspace } from '../../../coordination/workspaces/workspace.ts';
import { reader } from '../rows.ts';
import { workspaces } from '../schema.ts';
import type { Together } from '../together.ts';
import type { Bound } from './bound.ts';

const readRow = reader(workspaces);

const WORKSPACE = { name: 'workspace', value: '(select to_json(w) from workspaces w)' };

export async function loadWorkspace(
  together: Together,
): Promise<Workspace & { readonly clockOffset: number }> {
  const raw = await together.ask(WORKSPACE, []);
  if (!raw) throw new Error('the workspace of this transaction does not exist');
  const { id, name, zone, hours, quiet, settings, clockOffset } = readRow(raw);
  return {
    id: id as WorkspaceId,
    name,
    zone,
    hours: hours as Workspace['hours'],
    quiet: quiet as Workspace['quiet'],
    settings: settingsOf(settings as Partial<Workspace['settings']>),
    clockOffset,
  };
}

/** What was saved before a setting came to be has its default. */
const settingsOf = (saved: Partial<Workspace['settings']>): Workspace['settings'] => ({
  ...DEFAULT_SETTINGS,
  ...saved,
  reactions: { ...DEFAULT_SETTINGS.reactions, ...saved.reactions },
});

export async function saveWorkspace({ db }: Bound, workspace: Workspace): Promise<void> {
  const { id, name, zone, hours, quiet, settings } = workspace;
  await db.update(workspaces).set({ name, zone, hours, quiet, settings }).where(eq(workspaces.id, id));
}
