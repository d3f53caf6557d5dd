/** Starts the embedded server of the folder named by the first argument, prints its URL, and stays until it is killed. */
import { startEmbedded } from '../../src/adapters/postgres/embedded.ts';

const { url } = await startEmbedded({ dataDir: process.argv[2] ?? '', throwaway: true });
process.stdout.write(url);
setInterval(() => {}, 1_000);
