/** Turns what is to be said into a message, at the moment it is sent: from the record as it stands then. */

import { requestMessage } from '../approvals/request-message.ts';
import { resultMessage } from '../approvals/result-message.ts';
import { approvalView } from '../approvals/view.ts';
import type { Instant, Zone } from '../calendar.ts';
import { offerMessage } from '../handoffs/offer-message.ts';
import type { Message } from '../message.ts';
import { renderNudges } from '../nudges/render.ts';
import type { Transaction } from '../ports.ts';
import { renderRound } from '../standups/render.ts';
import { card } from '../work-items/card.ts';
import type { WorkItem } from '../work-items/item.ts';
import { notice } from '../work-items/notice.ts';
import { viewOf } from '../work-items/view.ts';
import type { Moment } from './moment.ts';
import type { Body, Destination } from './outbox.ts';

/** Null when there is nothing left to say. */
export async function render(
  tx: Transaction,
  body: Body,
  destination: Destination,
  moment: Moment,
): Promise<Message | null> {
  if (body.body === 'words') return body.message;
  if (body.body === 'nudges') return renderNudges(tx, body, destination, moment);
  if (body.body === 'standup') return renderRound(tx, body.round, moment.now);
  const [item] = await tx.items.byIds([body.item]);
  if (!item) return null;
  const workspace = await tx.workspace();
  if (body.body === 'approval')
    return renderApproval(tx, body, item, { now: moment.now, zone: workspace.zone });
  const view = await viewOf(tx, item, { now: moment.now, zone: workspace.zone });
  if (body.body === 'card') return card(view);
  if (destination.to !== 'person') throw new Error('what is meant for a person goes to a person');
  const reader = destination.person;
  const [readerPerson] = await tx.people.byIds([reader]);
  if (!readerPerson?.active) return null;
  if (body.body === 'offer') return offerMessage(view, body.number, reader, moment.shown);
  const viewer = { person: reader, guest: readerPerson.role === 'guest' };
  const visible = await tx.items.visible([item.id, ...body.about], viewer);
  if (!visible.has(item.id)) return null;
  const about = (await tx.items.byIds(body.about)).map((o) => ({
    id: o.id,
    key: o.key,
    title: o.title,
    ended: true,
    hidden: !visible.has(o.id),
  }));
  const [meant] = body.meant ? await tx.people.byIds([body.meant]) : [];
  const [by] = body.by ? await tx.people.byIds([body.by]) : [];
  return notice(body.notice, {
    ...view,
    reader: body.meant ?? reader,
    inPlaceOf: meant?.name ?? null,
    by: by ? { id: by.id, name: by.name } : null,
    about,
  });
}

/** What is asked is frozen in its revision; the votes are as they stand now. */
async function renderApproval(
  tx: Transaction,
  body: Extract<Body, { body: 'approval' }>,
  item: WorkItem,
  at: { readonly now: Instant; readonly zone: Zone },
): Promise<Message | null> {
  const approval = await tx.approvals.byId(body.approval);
  if (!approval) return null;
  const view = await approvalView(tx, approval, item, at);
  return body.as === 'result' ? resultMessage(view) : requestMessage(view, body.number);
}
