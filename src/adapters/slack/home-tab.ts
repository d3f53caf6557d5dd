/** App Home is brought up to date when it is opened, and when something was pressed in it. */
import type { Act } from '../../commands/intent.ts';
import type { Here, ReceiveDeps } from './here.ts';
import { renderHome } from './home.ts';

/** What waits on a person, in Baton's own tab. Nothing depends on it: a fault is only noted. */
export async function showHome(deps: ReceiveDeps, here: Here, user: string, key: string): Promise<void> {
  const { client, doors, clock, log } = deps;
  const place = {
    platform: 'slack',
    scope: here.team,
    channel: user,
    channelKind: 'direct',
    channelName: 'direct message',
  } as const;
  const intent: Act = {
    v: 1,
    key: `home:${key}`,
    at: clock.now(),
    actor: user,
    place,
    kind: 'action',
    from: 'command',
    action: { verb: 'inbox', options: {} },
  };
  try {
    const { message } = await doors.answer(here.workspace, intent);
    if (message)
      await client.views.publish({ token: here.bot.token, user_id: user, view: renderHome(message) });
  } catch (error) {
    log.warn({ err: error }, 'the Home tab of a person could not be shown');
  }
}
