/** What the SDK cannot cope with ends no process. */
import type { Client } from 'discord.js';
import type { Logger } from 'pino';

interface PacketHandler {
  handlePacket(packet?: { readonly t?: string }, shard?: object): boolean;
}

/**
 * The SDK handles packets where nobody catches: one error, and the process ends. A session that is declared invalid in
 * the instant in which it was resumed is enough (its RESUMED reads the session that is gone). What Baton takes from a
 * packet it took before; the SDK's own view of servers is mended by the next that tells of them.
 */
export function outliveFaults(client: Client, log: Pick<Logger, 'error'>): void {
  // Private in the SDK's types: there is no other place between the packet and what it breaks.
  const socket = client.ws as unknown as PacketHandler;
  const handle = socket.handlePacket.bind(socket);
  socket.handlePacket = (packet, shard) => {
    try {
      return handle(packet, shard);
    } catch (error) {
      log.error({ err: error, event: packet?.t }, 'the client of Discord could not handle an event');
      return false;
    }
  };
}
