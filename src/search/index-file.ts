import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { IndexData } from './index.js';

/** What tells letters from marks changes with Unicode, and with it what a word is. */
const { unicode } = process.versions;

/** A finished index as a file, with the digest that it is known by. */
export function encodeIndex(index: IndexData): { readonly bytes: Uint8Array; readonly digest: string } {
  const bytes = serialize({ unicode, index });
  return { bytes, digest: digestOf(bytes) };
}

/** Reads it back; nothing where it is another file than the one of this digest, or was made under another version of Unicode. */
export function decodeIndex(bytes: Uint8Array, digest: string): IndexData | undefined {
  if (digestOf(bytes) !== digest) return undefined;
  const file: { unicode: string; index: IndexData } = deserialize(bytes);
  return file.unicode === unicode ? file.index : undefined;
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
