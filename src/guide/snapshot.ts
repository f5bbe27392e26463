import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ParsedPage } from './parse/page-draft.js';
import { digestOf, type SourceFile } from './source-file.js';

/**
 * Parsed pages as a file: a line with the digest of what follows, then each page with that of its source as JSON. It spares a start
 * the parsing of what has not changed since the build, and is never more than that: any doubt, and a page is parsed.
 */
export function encodeSnapshot(files: readonly SourceFile[], pages: readonly ParsedPage[]): string {
  const json = JSON.stringify(files.map((file, index) => [digestOf([file]), pages[index]]));
  return `${hash(json)}\n${json}`;
}

/** The pages of the very files among these that a snapshot knows, as they were parsed; none where there is none or it is damaged. */
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
