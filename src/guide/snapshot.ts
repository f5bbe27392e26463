import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ParsedPage } from './parse/page-draft.js';
import { digestOf, type SourceFile } from './source-file.js';

/**
 * Encodes parsed pages as a file, so that a start need not parse pages that have not changed since the build. The first line is the
 * hash of the rest, which is JSON: each page with the hash of its source. Pages that do not match are parsed as usual.
 */
export function encodeSnapshot(files: readonly SourceFile[], pages: readonly ParsedPage[]): string {
  const json = JSON.stringify(files.map((file, index) => [digestOf([file]), pages[index]]));
  return `${hash(json)}\n${json}`;
}

/** The snapshot's pages for those of the files that are unchanged; none if the snapshot is missing or damaged. */
export async function readSnapshot(
  path: string,
  files: readonly SourceFile[],
): Promise<ReadonlyMap<SourceFile, ParsedPage>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lineEnd = text.indexOf('\n');
  const json = text.slice(lineEnd + 1);
  if (hash(json) !== text.slice(0, lineEnd)) return new Map();
  const known = new Map<string, ParsedPage>(JSON.parse(json));
  return new Map(
    files.flatMap((file) => {
      const page = known.get(digestOf([file]));
      return page ? [[file, page] as const] : [];
    }),
  );
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
