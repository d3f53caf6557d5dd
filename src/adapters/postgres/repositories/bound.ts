import type { WorkspaceId } from '../../../coordination/ids.ts';
import type { Scope } from '../guard.ts';

/**
 * A transaction bound to one workspace. Row security filters every statement by it, so reads do not name it again;
 * what is inserted must.
 */
export interface Bound extends Scope {
  readonly workspaceId: WorkspaceId;
}

/** `%`, `_` and `\` of people's words stand for themselves in a pattern of LIKE. */
export const escapeLike = (words: string): string => words.replace(/[\\%_]/g, '\\$&');
