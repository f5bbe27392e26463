import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { GuideSource } from './guide/load.js';
import type { Guide } from './guide/page.js';
import { readFolder, revisionOf } from './guide/read-folder.js';
import type { LoadedGuide } from './indexed-guide.js';
import { type IndexData, openIndex } from './search/index.js';

const HASH_BYTES = 32;

/** What is in the file of a built guide next to its pages: everything that a start would work out from them. */
interface Stored {
  readonly guide: Omit<Guide, 'pages' | 'bySlug'>;
  readonly warnings: number;
  readonly index: IndexData;
}

/**
 * Encodes a guide without errors and its index as a file, so that a start need not parse its pages: a hash of the rest; the pages as a line
 * of JSON, which is read in half the time of Node's own format; then what Node writes for plain data, which a later version can read.
 */
export function encodeBuiltGuide({ pages, bySlug: _, ...guide }: Guide, index: IndexData, warnings: number): Buffer {
  const stored = serialize({ guide, warnings, index } satisfies Stored);
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(pages)}\n`), stored]);
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
  const body = await readBody(file);
  if (body === undefined) return undefined;
  const lineEnd = body.indexOf('\n');
  // Copied: the numbers of the index stay where they are, and would keep the whole file in memory.
  const { guide, warnings, index }: Stored = deserialize(new Uint8Array(body.subarray(lineEnd + 1)));
  if (guide.revision !== revisionOf(content)) return undefined;
  const pages: Guide['pages'] = JSON.parse(body.toString('utf8', 0, lineEnd));
  const bySlug = new Map(pages.map((page) => [page.slug, page]));
  return { guide: { ...guide, pages, bySlug }, index: openIndex(pages, index), errors: [], warnings };
}

/** What follows the hash in the file, if it is whole. */
async function readBody(file: string): Promise<Buffer | undefined> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const body = bytes.subarray(HASH_BYTES);
  return hash(body).equals(bytes.subarray(0, HASH_BYTES)) ? body : undefined;
}

function hash(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}
