/** Forms and the App Home. */
import { ApiError } from '../core.ts';
import { changeModal, exchange, noteView, openModal, viewOf } from '../interactions.ts';
import type { View, ViewDraft } from '../shapes.ts';
import { type Args, type Call, type Method, required, text } from '../web-api.ts';

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': { run: (call) => opened(call, 'open') },
  'views.push': { run: (call) => opened(call, 'push') },
  'views.update': { run: update },
  'views.publish': { run: publish },
};

function opened({ core, team, args, method }: Call, how: 'open' | 'push'): object {
  const interaction = exchange(core, team, text(args.trigger_id));
  return { view: openModal(core, interaction, draftOf(args, 'modal'), how, method) };
}

function update({ core, team, args, method }: Call): object {
  const draft = draftOf(args, 'modal');
  for (const [user, stack] of core.modals) {
    const old = stack.find((view) => isMeant(view, args) && view.team_id === team.id);
    if (!old) continue;
    if (text(args.hash) !== undefined && args.hash !== old.hash) throw new ApiError('hash_conflict');
    return { view: changeModal(core, team, user, old, draft, method) };
  }
  throw new ApiError('not_found');
}

const isMeant = (view: View, args: Args): boolean =>
  text(args.view_id) === undefined ? view.external_id === text(args.external_id) : view.id === args.view_id;

function publish({ core, team, args, method }: Call): object {
  const user = required(args, 'user_id');
  if (!team.users.has(user)) throw new ApiError('user_not_found');
  const old = team.homes.get(user);
  if (text(args.hash) !== undefined && old && args.hash !== old.hash) throw new ApiError('hash_conflict');
  const view = viewOf(core, team, draftOf(args, 'home'));
  const kept = old ? { ...view, id: old.id, root_view_id: old.id } : view;
  team.homes.set(user, kept);
  noteView(core, team, user, kept, method);
  return { view: kept };
}

function draftOf(args: Args, type: ViewDraft['type']): ViewDraft {
  const draft = args.view as ViewDraft | undefined;
  if (draft?.type !== type)
    throw new ApiError('invalid_arguments', [`[ERROR] a view of type ${type} is needed`]);
  return draft;
}
