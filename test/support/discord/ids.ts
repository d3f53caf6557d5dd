/** Snowflakes: ids that tell when they were made and only ever grow. https://discord.com/developers/docs/reference#snowflakes */
const EPOCH = 1_420_070_400_000;
const PER_MS = 4096;

export class Snowflakes {
  readonly #now: () => number;
  #ms = 0;
  #within = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    const ms = this.#now();
    this.#within += 1;
    if (ms > this.#ms) {
      this.#ms = ms;
      this.#within = 0;
    } else if (this.#within === PER_MS) {
      this.#ms += 1;
      this.#within = 0;
    }
    return String((BigInt(this.#ms - EPOCH) << 22n) | BigInt(this.#within));
  }
}

/** Milliseconds since 1970. */
export const timeOf = (id: string): number => Number(BigInt(id) >> 22n) + EPOCH;

/** The shard that hears of a guild. */
export const shardOf = (guildId: string, shards: number): number =>
  Number((BigInt(guildId) >> 22n) % BigInt(shards));
