import { readFile } from 'node:fs/promises';
import type { IndexData } from './search/index.js';
import { decodeIndex } from './search/index-file.js';

/**
 * Set by the build in the bundled server alone: the revision of the guide that ships, and the digest of the index that this very
 * build has made of it. So a server never uses an index that other code made.
 */
declare const SHIPPED_INDEX: `${string} ${string}` | undefined;

/** The finished index of the guide that ships, from the file beside the program; nothing for another guide, or with any doubt. */
export async function readShippedIndex(revision: string): Promise<IndexData | undefined> {
  const [shipped, digest] = typeof SHIPPED_INDEX === 'undefined' ? [] : SHIPPED_INDEX.split(' ');
  if (shipped !== revision || digest === undefined) return undefined;
  const bytes = await readFile(new URL('./guide-index.bin', import.meta.url)).catch(() => undefined);
  return bytes && decodeIndex(bytes, digest);
}
