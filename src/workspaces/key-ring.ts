import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts secrets for their row. The first key seals, every key opens. */
export interface KeyRing {
  /** @param row the key of the row that holds it: it can be opened for this row only */
  seal(secret: string, row: string): string;
  /** @throws TokenUnreadable */
  open(sealed: string, row: string): string;
  /** Whether the first key sealed it. */
  isCurrent(sealed: string): boolean;
}

const CIPHER = 'aes-256-gcm';
/** In bytes. A random nonce of AES-GCM is safe for 2^32 seals with one key (NIST SP 800-38D). */
const NONCE = 12;
const TAG = 16;
const VERSION = 'v1';

/**
 * A ring of keys, each derived from a secret by HKDF, so any generated secret will do. A sealed text is
 * `v1.KEY-ID.NONCE+TAG+CIPHERTEXT`; its version, key id and row are authenticated with it.
 * @param secrets at least one, the newest first
 */
export function createKeyRing(secrets: readonly [string, ...string[]]): KeyRing {
  const keys = secrets.map(deriveKey);
  const [newest] = keys;
  if (newest === undefined) throw new Error('A key ring needs at least one key');

  return {
    seal(secret, row) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, newest.key, nonce, { authTagLength: TAG });
      cipher.setAAD(boundTo(newest.id, row));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return `${VERSION}.${newest.id}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
    },

    open(sealed, row) {
      const [version, id, body] = sealed.split('.');
      if (version !== VERSION || id === undefined || body === undefined) throw tampered(row);
      const key = keys.find((each) => each.id === id)?.key;
      if (key === undefined) {
        throw new TokenUnreadable(
          `The token of ${row} was sealed with the key ${id}, which is not in TOKEN_KEYS: add that key again after the first one, or reinstall the app there`,
        );
      }
      try {
        const bytes = Buffer.from(body, 'base64url');
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG });
        decipher.setAAD(boundTo(id, row)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw tampered(row, error);
      }
    },

    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${newest.id}.`),
  };
}

/** The id tells which key sealed a text. Like the key, it does not reveal the secret. */
function deriveKey(secret: string): { readonly id: string; readonly key: Buffer } {
  const derive = (purpose: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `guidepost token ${purpose}`, length));
  return { id: derive('key id', 6).toString('hex'), key: derive('key', 32) };
}

function boundTo(id: string, row: string): Buffer {
  return Buffer.from(JSON.stringify([VERSION, id, row]));
}

function tampered(row: string, cause?: unknown): TokenUnreadable {
  return new TokenUnreadable(
    `The sealed token of ${row} is not the one that was stored for it: the row was changed or swapped. Reinstall the app there`,
    { cause },
  );
}

/** A stored token cannot be opened. The message names the installation and what to do; it contains no secret. */
export class TokenUnreadable extends Error {
  override readonly name = 'TokenUnreadable';
}
