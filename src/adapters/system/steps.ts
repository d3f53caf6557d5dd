/**
 * Names each step of a message's way as it is passed, on node's diagnostics channel `baton:step`: so that a test may end
 * the process between any two of them, and this code carries nothing that could.
 */
import { channel } from 'node:diagnostics_channel';
import type { Inbox, Store } from '../../coordination/ports.ts';

const steps = channel('baton:step');

/** Tells whoever listens; returns when they have been told. */
export const step = (name: string): void => {
  if (steps.hasSubscribers) steps.publish(name);
};

/** `store:decided` when the work of a transaction is done and nothing of it committed, `store:committed` when it is. */
export const withSteps = <Whole extends Store>(store: Whole): Whole => ({
  ...store,
  transact: async (workspace, work, limits) => {
    const result = await store.transact(
      workspace,
      async (tx) => {
        const done = await work(tx);
        step('store:decided');
        return done;
      },
      limits,
    );
    step('store:committed');
    return result;
  },
});

/** `inbox:received` when an event is written down and not yet acknowledged. */
export const receivingWithSteps = (inbox: Inbox): Inbox => ({
  receive: async (workspace, event) => {
    const taken = await inbox.receive(workspace, event);
    step('inbox:received');
    return taken;
  },
  take: async (workspace, event) => {
    const taken = await inbox.take(workspace, event);
    step('inbox:received');
    return taken;
  },
});
