import type { Answer, ChatPerson, ChatWorld, Shown } from './world.ts';

/** On a busy machine Baton says that an answer takes a moment: whoever acts here then waits for the private message. */
export function patient<World extends ChatWorld>(world: World): World {
  return { ...world, as: (handle) => waiting(world, world.as(handle)) };
}

const TAKES_A_MOMENT = 'it takes a moment. The answer comes to you privately.';
/** A form opens at a press alone, and there was none to wait with. */
const NEEDS_A_FORM = 'This needs a form: ';

/** In place of the answer's own: the message that it came in. */
interface Later {
  readonly later: Shown;
}

/** The channel in which an answer was given, and its form opened. */
const given = new WeakMap<Answer, string>();

function waiting(world: ChatWorld, person: ChatPerson): ChatPerson {
  async function whole(channel: string, first: Answer): Promise<Answer> {
    const answer = first.text.includes(TAKES_A_MOMENT) ? await waitedFor(channel, first) : first;
    given.set(answer, channel);
    return answer;
  }
  async function waitedFor(channel: string, answer: Answer): Promise<Answer> {
    await world.settle();
    const later = await laterIn(person, channel);
    if (!later) return answer;
    const [opening] = later.buttons;
    if (opening && later.text.startsWith(NEEDS_A_FORM)) return person.press(later, opening);
    return { ...answer, text: later.text, buttons: later.buttons, handle: { later } satisfies Later };
  }
  return {
    ...person,
    command: async (channel, words) => whole(channel, await person.command(channel, words)),
    track: async (message) => whole(message.channel, await person.track(message)),
    submit: async (form, values) => whole(given.get(form) ?? DIRECT, await person.submit(form, values)),
    async press(on, label) {
      const target = laterOf(on) ?? on;
      const channel = 'id' in target ? target.channel : (given.get(target) ?? DIRECT);
      return whole(channel, await person.press(target, label));
    },
  };
}

const DIRECT = '@baton';

/** Where it was asked, behind the words that announced it; else directly. */
async function laterIn(person: ChatPerson, channel: string): Promise<Shown | undefined> {
  const isDirect = channel === DIRECT || channel.startsWith('dm-');
  const here = isDirect ? [] : (await person.sees(channel)).filter(({ onlyForMe }) => onlyForMe);
  const announced = here.findLastIndex(({ text }) => text.includes(TAKES_A_MOMENT));
  return here.slice(announced + 1).at(-1) ?? (await person.directMessages()).at(-1);
}

const laterOf = (on: Shown | Answer): Shown | null =>
  'handle' in on && on.handle !== null && typeof on.handle === 'object' && 'later' in on.handle
    ? (on.handle as Later).later
    : null;
