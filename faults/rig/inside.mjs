/**
 * Loaded into each Baton that the rig starts, ahead of it (`node --import`): ends or stops the process at a named step
 * when the rig asks for it, sets its clock wrong, and ends it when the rig is gone.
 */
import { subscribe } from 'node:diagnostics_channel';
import { rmSync } from 'node:fs';

/** `{ step, passing, signal }`; the signal is sent when the step is passed for the `passing`th time from now on. */
let armed = null;

process.on('message', (order) => {
  armed = order;
  process.send({ armed: order.step });
});
process.on('disconnect', () => {
  rmSync(process.cwd(), { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
});
process.channel.unref();

subscribe('baton:step', (name) => {
  if (armed === null || name !== armed.step) return;
  armed.passing -= 1;
  if (armed.passing > 0) return;
  const { signal } = armed;
  armed = null;
  process.kill(process.pid, signal);
});

const wrongBy = Number(new URL(import.meta.url).searchParams.get('wrong-by'));
if (wrongBy !== 0) {
  const { now } = Date;
  Date.now = () => now() + wrongBy;
}
