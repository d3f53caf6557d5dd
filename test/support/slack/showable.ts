/** Which uploaded files a message may show. */
import { ApiError } from './core.ts';
import type { Block } from './shapes.ts';
import type { Call } from './web-api.ts';

/**
 * Pictures of a message must be of the app's own, and be there: one that was uploaded a moment ago is not yet.
 * @throws ApiError invalid_blocks
 */
export function showable({ core, team }: Pick<Call, 'core' | 'team'>, blocks: readonly Block[]): void {
  for (const { type, slack_file } of blocks) {
    if (type !== 'image' || !slack_file) continue;
    const file = core.files.get(slack_file.id ?? '');
    if (!file?.done || file.team !== team.id || file.mimetype !== 'image/png')
      throw new ApiError('invalid_blocks', ['[ERROR] invalid slack file']);
    if (performance.now() < file.shownFrom)
      throw new ApiError('invalid_blocks', ['[ERROR] slack file is not ready'], true);
  }
}
