/** Secrets at rest: AES-256-GCM under the operator's key, bound to what they belong to. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface SealedText {
  /** The first digits of the key's SHA-256. */
  readonly keyId: string;
  /** In base64: 12 random bytes, 16 of the tag, then the words, encrypted. */
  readonly ciphertext: string;
}

export interface Sealing {
  /** Of the key that seals. */
  readonly keyId: string;
  /** Whether former keys are known, so that what they sealed can be sealed anew. */
  readonly hasFormer: boolean;
  seal(text: string, of: readonly string[]): SealedText;
  /** @throws CannotOpen when it was sealed under another key, changed since, or sealed for something else. */
  open(sealed: SealedText, of: readonly string[]): string;
}

/** Says what happened and what to do; holds nothing of what was sealed. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_DIGITS = 12;

/** `keys` are 32 bytes each, in base64 or hexadecimal, with commas between: the first seals, all of them open. */
export function createSealing(keys: string): Sealing {
  const [first, ...former] = keys.split(',').map((key) => keyOf(key.trim()));
  if (!first) throw new TypeError('a key is needed');
  const known = new Map([first, ...former].map((key) => [key.id, key]));
  return {
    keyId: first.id,
    hasFormer: known.size > 1,
    seal: (text, of) => ({ keyId: first.id, ciphertext: encrypt(first.bytes, text, of) }),
    open({ keyId, ciphertext }, of) {
      const key = known.get(keyId);
      if (!key) {
        throw new CannotOpen(
          `A secret was kept under another key (${keyId}) than BATON_SECRET_KEY (${[...known.keys()].join(', ')}): set the former key again, after the new one and a comma, or install Baton again.`,
        );
      }
      return decrypt(key.bytes, ciphertext, of);
    },
  };
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

function keyOf(text: string): Key {
  const bytes = Buffer.from(text, /^[\da-f]{64}$/i.test(text) ? 'hex' : 'base64');
  if (bytes.length !== 32) throw new TypeError('a key is 32 bytes, in base64 or hexadecimal');
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, KEY_ID_DIGITS), bytes };
}

/** Each part keeps its bounds: ["a", "bc"] is not ["ab", "c"]. */
const authenticated = (of: readonly string[]): Buffer => Buffer.from(JSON.stringify(of), 'utf8');

function encrypt(key: Buffer, text: string, of: readonly string[]): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(authenticated(of));
  const words = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), words]).toString('base64');
}

function decrypt(key: Buffer, ciphertext: string, of: readonly string[]): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const at = (from: number, length?: number): Buffer =>
    bytes.subarray(from, length === undefined ? undefined : from + length);
  try {
    const decipher = createDecipheriv(CIPHER, key, at(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(authenticated(of))
      .setAuthTag(at(IV_BYTES, TAG_BYTES));
    return Buffer.concat([decipher.update(at(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw new CannotOpen(
      'A secret in the database is not what was kept there, or not where it was kept: install Baton again.',
    );
  }
}
