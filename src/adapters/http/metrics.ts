/** What Prometheus is told. A registry of its own, so that two Batons in one process do not count together. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What waits in one queue, by state. */
export interface QueueCount {
  readonly queue: 'inbox' | 'outbox' | 'clocks';
  readonly rows: Readonly<Record<string, number>>;
  /** How long the longest due row has waited, in seconds; 0 when none is due. */
  readonly oldestDue: number;
}

export interface Metrics {
  /** A send came to an end; `lateness` is milliseconds from being due to the platform's answer. */
  delivered(send: {
    readonly platform: string;
    readonly outcome: string;
    /** What it says: a card, nudges, a digest… */
    readonly what: string;
    readonly lateness: number;
  }): void;
  /** A command, button, form or reaction was answered. */
  commanded(command: {
    readonly verb: string;
    readonly outcome: string;
    readonly milliseconds: number;
  }): void;
  /** What the auditor found late, by kind. */
  audited(rows: ReadonlyMap<string, number>): void;
  requested(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly milliseconds: number;
  }): void;
  /** All of it, in Prometheus' text format. */
  text(): Promise<{ readonly body: string; readonly contentType: string }>;
}

/** In seconds; a minute is what is promised. */
const LATE = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** @param count is asked at each scrape; where it fails, `baton_database_up` is 0 and the rows are left out. */
export function createMetrics(count: () => Promise<readonly QueueCount[]>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const countQueues = queueGauges(registry, count);

  const deliveries = new Counter({
    name: 'baton_deliveries_total',
    help: 'Sends by platform, what they say, and what the platform made of them.',
    labelNames: ['platform', 'outcome', 'what'],
    registers,
  });
  const lateness = new Histogram({
    name: 'baton_delivery_lateness_seconds',
    help: 'From being due to being accepted by the platform, by what is said.',
    labelNames: ['platform', 'what'],
    buckets: LATE,
    registers,
  });
  const late = new Gauge({
    name: 'baton_audit_late_rows',
    help: 'Rows that the auditor found late by a minute or more: messages, sends, events and clocks.',
    labelNames: ['what'],
    registers,
  });
  const commands = new Histogram({
    name: 'baton_command_duration_seconds',
    help: 'From receiving a command, button, form or reaction to its answer.',
    labelNames: ['verb', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 3],
    registers,
  });
  const requests = new Histogram({
    name: 'baton_http_request_duration_seconds',
    help: 'HTTP requests, event streams left out.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10],
    registers,
  });

  return {
    delivered: (send) => {
      const { platform, outcome, what } = send;
      deliveries.inc({ platform, outcome, what });
      if (outcome === 'sent') lateness.observe({ platform, what }, send.lateness / 1000);
    },
    commanded: ({ verb, outcome, milliseconds }) => commands.observe({ verb, outcome }, milliseconds / 1000),
    audited: (rows) => {
      late.reset();
      for (const [what, some] of rows) late.set({ what }, some);
    },
    requested: ({ method, route, status, milliseconds }) =>
      requests.observe({ method, route, status }, milliseconds / 1000),
    text: async () => {
      await countQueues();
      return { body: await registry.metrics(), contentType: registry.contentType };
    },
  };
}

/** The gauges of the queues, and what brings them up to date. Counted before the scrape, which reads all gauges at once. */
function queueGauges(registry: Registry, count: () => Promise<readonly QueueCount[]>): () => Promise<void> {
  const registers = [registry];
  const up = new Gauge({ name: 'baton_database_up', help: '1 while the database answers.', registers });
  const rows = new Gauge({
    name: 'baton_queue_rows',
    help: 'Rows of the inbox, the outbox and the clocks that are due, leased, unknown or dead; counts stop at 100,000.',
    labelNames: ['queue', 'state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'baton_queue_oldest_due_seconds',
    help: 'How long the longest due row has waited.',
    labelNames: ['queue'],
    registers,
  });
  return async () => {
    const counted = await count().catch(() => null);
    up.set(counted === null ? 0 : 1);
    rows.reset();
    oldest.reset();
    for (const { queue, rows: byState, oldestDue } of counted ?? []) {
      for (const [state, some] of Object.entries(byState)) rows.set({ queue, state }, some);
      oldest.set({ queue }, oldestDue);
    }
  };
}
