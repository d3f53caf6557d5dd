/** Payloads in the shapes of Slack's documentation, to be changed by a case. */
import { readFileSync } from 'node:fs';

// biome-ignore lint/suspicious/noExplicitAny: cases reach into payloads whose shape is what is tested
export type Payload = any;

export const fixture = (name: string): Payload =>
  JSON.parse(readFileSync(new URL(`../../fixtures/slack/${name}.json`, import.meta.url), 'utf8'));

/** The fixture of an event, its event's fields replaced. */
export const event = (name: string, fields: Payload): Payload => {
  const payload = fixture(name);
  return { ...payload, event: { ...payload.event, ...fields } };
};
