import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { GuideSource } from './guide/load.js';
import type { Guide } from './guide/page.js';
import { readFolder, revisionOf } from './guide/read-folder.js';
import type { LoadedGuide } from './indexed-guide.js';
import { type IndexData, openIndex } from './search/index.js';

const HASH_BYTES = 32;

/** What is in the file of a built guide: everything that a start would work out from its pages. */
interface Stored {
  readonly guide: Omit<Guide, 'pages' | 'bySlug'>;
  readonly warnings: number;
  /** JSON in UTF-8, which is read in half the time that Node needs for its own format. */
  readonly pages: Uint8Array;
  readonly index: IndexData;
}

/**
 * Encodes a guide without errors and its index as a file, so that a start need not parse its pages: a hash of the rest, then what Node
 * writes for plain data. A later version of Node can read it.
 */
export function encodeBuiltGuide({ pages, bySlug: _, ...guide }: Guide, index: IndexData, warnings: number): Buffer {
  const body = serialize({ guide, warnings, pages: Buffer.from(JSON.stringify(pages)), index } satisfies Stored);
  return Buffer.concat([hash(body), body]);
}

/**
 * Reads a guide that the build has parsed and indexed.
 * @param file where the build has stored it
 * @returns undefined if the file is missing or damaged, or if the folder has another guide now
 */
export async function readBuiltGuide(
  file: string,
  { folder, guideUrl }: Pick<GuideSource, 'folder' | 'guideUrl'>,
): Promise<LoadedGuide | undefined> {
  const content = await readFolder(folder);
  const texts = [...content.files, ...content.fragments].map(({ text }) => text);
  // A link with the guide's own address leads to one of its pages. The build did not know the address.
  const host = guideUrl === undefined ? undefined : new URL(guideUrl).host;
  if (host !== undefined && texts.some((text) => text.toLowerCase().includes(host))) return undefined;
  const stored = await readStored(file);
  if (stored?.guide.revision !== revisionOf(content)) return undefined;
  const { guide, warnings, index } = stored;
  const pages: Guide['pages'] = JSON.parse(Buffer.from(stored.pages).toString());
  const bySlug = new Map(pages.map((page) => [page.slug, page]));
  return { guide: { ...guide, pages, bySlug }, index: openIndex(pages, index), errors: [], warnings };
}

async function readStored(file: string): Promise<Stored | undefined> {
  try {
    const bytes = await readFile(file);
    const body = bytes.subarray(HASH_BYTES);
    return hash(body).equals(bytes.subarray(0, HASH_BYTES)) ? deserialize(body) : undefined;
  } catch {
    return undefined;
  }
}

function hash(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}
