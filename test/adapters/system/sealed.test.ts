import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { CannotOpen, createSealing } from '../../../src/adapters/system/sealed.ts';

const KEY = Buffer.alloc(32, 7);
const sealing = createSealing(KEY.toString('base64'));
const ROW = ['workspace', 'slack', 'T1', 'bot'];
const TOKEN = 'xoxb-canary-tökén';

test('what was sealed is opened under the same words, and is not to be read before', () => {
  const sealed = sealing.seal(TOKEN, ROW);
  expect(JSON.stringify(sealed)).not.toContain('canary');
  expect(Buffer.from(sealed.ciphertext, 'base64').toString('latin1')).not.toContain('canary');
  expect(sealing.open(sealed, ROW)).toBe(TOKEN);
  expect(sealing.open(sealing.seal('', ROW), ROW)).toBe('');
});

test('the same words sealed twice are never the same text', () => {
  const texts = Array.from({ length: 100 }, () => sealing.seal(TOKEN, ROW).ciphertext);
  expect(new Set(texts).size).toBe(100);
});

test.each([
  ['another row', ['workspace', 'slack', 'T2', 'bot']],
  ['another workspace', ['other', 'slack', 'T1', 'bot']],
  ['parts that run together', ['workspace', 'slackT1', '', 'bot']],
  ['fewer parts', ['workspace', 'slack', 'T1']],
])('moved to %s it is not opened', (_, of) => {
  expect(() => sealing.open(sealing.seal(TOKEN, ROW), of)).toThrow(CannotOpen);
});

test('a changed or shortened text is not opened, wherever it was changed', () => {
  const { keyId, ciphertext } = sealing.seal('x', ROW);
  const bytes = Buffer.from(ciphertext, 'base64');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const wrong = { keyId, ciphertext: changed.toString('base64') };
    expect(() => sealing.open(wrong, ROW), `byte ${at}`).toThrow(CannotOpen);
  }
  for (let length = 0; length < bytes.length; length += 1) {
    const cut = { keyId, ciphertext: bytes.subarray(0, length).toString('base64') };
    expect(() => sealing.open(cut, ROW), `cut to ${length}`).toThrow(CannotOpen);
  }
});

test('another key gives one plain line that names both keys, and neither key nor token', () => {
  const other = randomBytes(32).toString('hex');
  const sealed = sealing.seal(TOKEN, ROW);
  let line = '';
  try {
    createSealing(other).open(sealed, ROW);
  } catch (error) {
    line = String(error);
  }
  expect(line).toContain(`under another key (${sealed.keyId}) than BATON_SECRET_KEY`);
  for (const secret of [other, KEY.toString('base64'), TOKEN]) expect(line).not.toContain(secret);
  expect(line).not.toContain('\n');
});

test('after a change of keys the former one still opens, and the new one seals', () => {
  const next = randomBytes(32).toString('hex');
  const both = createSealing(`${next}, ${KEY.toString('base64')}`);
  expect(both.open(sealing.seal(TOKEN, ROW), ROW)).toBe(TOKEN);
  expect(createSealing(next).open(both.seal(TOKEN, ROW), ROW)).toBe(TOKEN);
});

test('one key in base64 and in hexadecimal is one key', () => {
  const inHex = createSealing(KEY.toString('hex'));
  expect(inHex.open(sealing.seal(TOKEN, ROW), ROW)).toBe(TOKEN);
  expect(() => createSealing('short')).toThrow(TypeError);
});
