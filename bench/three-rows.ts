/** The least that a program without Baton would write for `/baton add`: one prepared statement of three rows. */
import { randomUUID } from 'node:crypto';
import { createClient } from '../src/adapters/postgres/client.ts';
import { Deadline } from '../src/adapters/postgres/deadline.ts';
import { CONNECTIONS } from './database.ts';
import type { Populated } from './workspace.ts';

/** An item, the entry of its history and its card, in their own tables, under their policies, indexes and foreign keys. */
export const THREE_ROWS = `
  with item as (
    insert into work_items (workspace_id, id, key, kind, title, requester_id, reviewer_ids, watcher_ids, workflow,
      workflow_version, stage, stage_since, ended, priority, links, fields, audience, source_channel_id, created_at,
      updated_at, version, seq, head_hash)
    values ($1, $2, $3, 'task', $4, $5, '{}', '{}', 'task', 1, 'open', now(), false, 'normal', '[]', '{}',
      'workspace', $6, now(), now(), 1, 1, $7)
  ), entry as (
    insert into history (workspace_id, record_id, seq, act, actor_id, at, payload_digest, prev, hash)
    values ($1, $2, 1, 'added', $5, now(), $7, $7, $7)
  )
  insert into outbox (workspace_id, id, dedupe_key, kind, record_id, destination, body, state, due_at, created_at)
  values ($1, $8, $9, 'card', $2, $10, $11, 'pending', now(), now())`;

/** Where the rows go, as plain data: another process can be told. */
export interface Place {
  readonly url: string;
  readonly workspace: string;
  readonly person: string;
  readonly channel: string;
}

export const placeOf = (url: string, { id, ana, general }: Populated): Place => ({
  url,
  workspace: id,
  person: ana.id,
  channel: general.id,
});

/** Keys far from those that the product gives. */
let key = 1_000_000;

export function threeRows({ workspace, person, channel }: Place, title: string): never[] {
  key += 1;
  const item = randomUUID();
  const destination = { to: 'channel', channel: { platform: 'slack', scope: 'T1', channel: 'C1' } };
  const card = [randomUUID(), `card:${item}`, destination, { body: 'card', item }];
  return [workspace, item, key, title, person, channel, 'f'.repeat(64), ...card] as never[];
}

export interface Writer {
  /** Resolves when the rows are committed. */
  write(title: string): Promise<void>;
  end(): Promise<void>;
}

/** On connections that are in the workspace from the start: the statement is all that is sent. */
export function threeRowWriter(place: Place): Writer {
  const bound = new URL(place.url);
  bound.searchParams.set('baton.workspace_id', place.workspace);
  const client = createClient(bound.href, { max: CONNECTIONS });
  const { app } = client.pools;
  return {
    async write(title) {
      const connection = await app.take(new Deadline(null), () => new Error());
      await connection.sql.unsafe(THREE_ROWS, threeRows(place, title), { prepare: true });
      app.give(connection, false);
    },
    end: () => client.end(),
  };
}
