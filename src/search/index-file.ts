import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { IndexData } from './index.js';

const HASH_BYTES = 32;

/**
 * Encodes an index as a file, because building it takes a third of a start: a hash of the rest, then the guide's revision and the
 * index, as Node writes any plain data. A later version of Node can read it.
 */
export function encodeIndexFile(revision: string, index: IndexData): Buffer {
  const body = serialize({ revision, index });
  return Buffer.concat([hash(body), body]);
}

/** The index of this revision of a guide; undefined if the file is missing, damaged or of another revision. */
export async function readIndexFile(path: string, revision: string): Promise<IndexData | undefined> {
  try {
    const bytes = await readFile(path);
    const body = bytes.subarray(HASH_BYTES);
    if (!hash(body).equals(bytes.subarray(0, HASH_BYTES))) return undefined;
    const stored: { revision: string; index: IndexData } = deserialize(body);
    return stored.revision === revision ? stored.index : undefined;
  } catch {
    return undefined;
  }
}

function hash(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}
