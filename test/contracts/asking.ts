/** Asking for approvals and looking at what became of them, in any chat. */
import { expect } from 'vitest';
import type { Answer, ChatWorld, Shown } from './world.ts';

const HOUR = 3_600_000;
let titles = 0;

export function asking(world: () => ChatWorld) {
  const as = (who: string) => world().as(who);
  const newItem = async (who = 'ana', channel = 'general'): Promise<string> => {
    titles += 1;
    const answer = await as(who).command(channel, `add Terms number ${titles} @${who}`);
    return /W-\d+/.exec(answer.text)?.[0] ?? expect.fail(`no key in: ${answer.text}`);
  };
  const keyOf = (answer: Answer): string =>
    /A-\d+/.exec(answer.text)?.[0] ?? expect.fail(`no approval in: ${answer.text}`);
  const ask = async (words: string, text = 'ship the new terms'): Promise<string> =>
    keyOf(await as('ana').command('general', `approval ask ${await newItem()} ${words}: ${text}`));
  /** The requests of an approval in #general, the latest revision last. */
  const requests = async (key: string): Promise<readonly Shown[]> => {
    await world().settle();
    const seen = await as('bo').sees('general');
    return seen.filter((m) => m.author === null && !m.onlyForMe && m.text.startsWith(`${key} ·`));
  };
  const request = async (key: string): Promise<Shown> =>
    (await requests(key)).at(-1) ?? expect.fail(`no request of ${key}`);
  const show = async (key: string): Promise<string> =>
    (await as('bo').command('general', `approval show ${key}`)).text;
  const privately = async (who: string, ...words: readonly string[]): Promise<readonly Shown[]> => {
    await world().settle();
    const seen = [...(await as(who).sees('general')), ...(await as(who).directMessages())];
    const found = seen.filter((m) => m.author === null && words.every((w) => m.text.includes(w)));
    const direct = new Set((await as(who).directMessages()).map((m) => m.id));
    return [...new Map(found.filter((m) => m.onlyForMe || direct.has(m.id)).map((m) => [m.id, m])).values()];
  };
  /** At an hour that suits them. */
  const directTo = async (who: string, ...words: readonly string[]): Promise<readonly Shown[]> => {
    for (let days = 0; days < 5 && (await privately(who, ...words)).length === 0; days += 1)
      await world().pass(24 * HOUR);
    return privately(who, ...words);
  };
  const card = async (item: string): Promise<string> =>
    (await as('ana').command('general', `show ${item}`)).text;
  const lastTitle = (): string => `Terms number ${titles}`;
  return { as, newItem, keyOf, ask, requests, request, show, privately, directTo, card, lastTitle };
}
