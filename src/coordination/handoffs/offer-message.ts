/** A handoff as those see it who are asked to accept it: one pure function for all that may become of it. */
import { formatItemKey, type PersonId } from '../ids.ts';
import type { Block, Message, Text } from '../message.ts';
import { STANDING_WORDS } from '../people/away.ts';
import { actionOn, offerButtons } from '../work-items/buttons.ts';
import type { ItemView } from '../work-items/view.ts';
import { dueSpan, person } from '../work-items/words.ts';
import { type Handoff, mayAnswer } from './handoff.ts';
import { absence } from './words.ts';

/**
 * `number` is that of the handoff; `shown` tells whether its reader saw it before: what was never shown and is over needs
 * no saying, and is null.
 */
export function offerMessage(
  view: ItemView,
  number: number,
  reader: PersonId,
  shown: boolean,
): Message | null {
  const { item } = view;
  const handoff = item.handoff?.number === number ? item.handoff : null;
  const key = formatItemKey(item.key);
  const title: Block = {
    block: 'text',
    text: [{ bold: key }, ` · ${item.title}`, ...(item.due ? [' · due ', dueSpan(item.due)] : [])],
  };
  if (handoff?.state !== 'offered' || !mayAnswer(handoff).includes(reader)) {
    if (!shown) return null;
    const end = endOf(view, handoff, reader);
    return {
      summary: `${key} ${item.title}: this is not yours to answer any more`,
      blocks: [
        { block: 'text', text: end },
        title,
        { block: 'buttons', buttons: [{ label: 'Show', action: actionOn(item, 'show') }] },
      ],
    };
  }
  const giver = person(view, handoff.giver);
  const by: Text = handoff.acceptBy ? [' Please answer by ', dueSpan(handoff.acceptBy), '.'] : [];
  return {
    summary: `${key} ${item.title}: ${view.people.get(handoff.giver)?.name ?? 'someone'} hands this to you`,
    blocks: [
      { block: 'text', text: [giver, ` hands this to ${whom(view, handoff)}.`, ...by] },
      title,
      ...detailsOf(view, handoff),
      {
        block: 'note',
        text: [
          ...inPlaceOf(view, handoff, reader),
          'You get this because you were asked to take it over. Until someone accepts, ',
          giver,
          ' owns it.',
        ],
      },
      {
        block: 'buttons',
        buttons: [...offerButtons(item, number), { label: 'Show', action: actionOn(item, 'show') }],
      },
    ],
  };
}

function inPlaceOf(view: ItemView, handoff: Handoff, reader: PersonId): Text {
  const { receiver, standIn } = handoff;
  if (!standIn || !('person' in receiver) || receiver.person === reader) return [];
  return [
    person(view, receiver.person),
    ` is ${absence(view, handoff)}, and you are ${STANDING_WORDS[standIn]}. `,
  ];
}

const whom = (view: ItemView, { receiver }: Handoff): string =>
  'person' in receiver ? 'you' : `${view.receivers?.name ?? 'your team'}: the first of you to accept owns it`;

function detailsOf(view: ItemView, { context, checklist, questions }: Handoff): Block[] {
  const answered = questions.map(({ by, words, answer }) => ({
    text: [person(view, by), ` asks: “${words}” — ${answer === null ? 'not answered yet' : `“${answer}”`}`],
  }));
  return [
    ...(context ? [{ block: 'quote', text: context } as const] : []),
    ...(checklist.length > 0
      ? [{ block: 'list', items: checklist.map((line) => ({ text: [`☐ ${line}`] })) } as const]
      : []),
    ...(answered.length > 0 ? [{ block: 'list', items: answered } as const] : []),
  ];
}

/** What became of it, to one who was asked. */
function endOf(view: ItemView, handoff: Handoff | null, reader: PersonId): Text {
  if (!handoff) return ['This was handed on since, and is not yours to answer any more.'];
  const {
    state,
    endedBy,
    giver,
    reason,
    receiver,
    asked: [now],
  } = handoff;
  const who = endedBy === null ? 'Someone' : endedBy === reader ? 'You' : person(view, endedBy);
  if (state === 'offered' && 'person' in receiver && now)
    return [person(view, now), ' is asked in your place now.'];
  if (state === 'offered') return ['You declined this. The others were asked as well.'];
  if (state === 'accepted') return [who, ' accepted this.'];
  if (state === 'declined') return [who, ` declined this: ${reason ? `“${reason}”` : 'no reason is kept'}`];
  return endedBy === null
    ? ['This ended before it was accepted.']
    : [person(view, giver), ' took this back. There is nothing left to answer.'];
}
