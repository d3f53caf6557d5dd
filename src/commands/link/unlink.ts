import { refuse } from '../../coordination/errors.ts';
import type { PersonId } from '../../coordination/ids.ts';
import { say } from '../../coordination/message.ts';
import { toldOf } from '../../coordination/people/profile.ts';
import { verb } from '../verb.ts';

export const linkUnlinkVerb = verb({
  name: 'link unlink',
  description:
    'Make the account you write with a person of its own again; what is yours stays with the other',
  examples: ['link unlink'],
  options: {},
  async run(ctx) {
    const { tx, me, installation } = ctx;
    const accounts = await tx.people.accountsOf(me.id);
    const isHere = (a: { platform: string; scope: string }): boolean =>
      a.platform === installation.platform && a.scope === installation.scope;
    const [here] = accounts.filter(isHere);
    if (!here || accounts.length < 2) refuse({ code: 'not_linked', what: 'You have one account alone' });
    const profiles = await tx.people.profilesOf(me.id);
    const mine = profiles.find(({ account }) => isHere(account));
    const rest = profiles.filter(({ account }) => !isHere(account)).map(({ profile }) => profile);
    const handle = `${me.handle}-${installation.platform}`;
    const taken = (await tx.people.byHandles([handle])).length > 0;
    const own = {
      ...me,
      id: ctx.ids.uuid() as PersonId,
      handle: taken ? `${handle}-${ctx.ids.uuid().slice(0, 4)}` : handle,
      ...(mine ? toldOf([mine.profile]) : {}),
    };
    await tx.people.save(own);
    await tx.people.removeAccount(here);
    if (mine) await tx.people.saveProfile(own.id, here, mine.profile);
    else await tx.people.saveAccount(own.id, here);
    if (rest.length > 0) await tx.people.save({ ...me, ...toldOf(rest) });
    return {
      message: say(
        `This account is a person of its own now: @${own.handle}. What was yours stays with @${me.handle}.`,
        'good',
      ),
    };
  },
});
