/** The page's beginning: who there is, then what the address says. */
import { follow } from './going.ts';
import { server } from './server.ts';
import { store } from './state.ts';

export async function start(): Promise<void> {
  store.set({ failure: null, account: null });
  try {
    store.set({ everyone: await server.people() });
    follow();
  } catch (error) {
    store.set({ failure: (error as Error).message });
  }
}
