import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ReadFacts } from './facts/fact.js';
import type { ParsedPage } from './parse/page-draft.js';
import { digestOf, type SourceFile } from './source-file.js';

/** What a build has parsed, so that a start need not. */
export interface Snapshot {
  /** The page of a file that is unchanged, with the values of its facts. */
  pageOf(file: SourceFile): ParsedPage | undefined;
  /** The facts of a facts.yml that is unchanged. */
  factsOf(file: SourceFile): ReadFacts | undefined;
}

/** What is in a snapshot: each with the hash of its source. */
interface Stored {
  readonly pages: readonly (readonly [digest: string, page: ParsedPage | undefined])[];
  readonly facts?: readonly [digest: string, facts: ReadFacts];
}

/**
 * Encodes parsed pages as a file, so that a start need not parse pages that have not changed since the build. The first line is the
 * hash of the rest, which is JSON. Pages that do not match are parsed as usual.
 * @param files with the values of their facts
 */
export function encodeSnapshot(
  files: readonly SourceFile[],
  pages: readonly ParsedPage[],
  facts?: { readonly source: SourceFile; readonly read: ReadFacts },
): string {
  const stored: Stored = {
    pages: files.map((file, index) => [digestOf([file]), pages[index]]),
    ...(facts && { facts: [digestOf([facts.source]), facts.read] }),
  };
  const json = JSON.stringify(stored);
  return `${hash(json)}\n${json}`;
}

/** Reads a snapshot. It is empty if its file is missing or damaged. */
export async function readSnapshot(path: string): Promise<Snapshot> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lineEnd = text.indexOf('\n');
  const json = text.slice(lineEnd + 1);
  const isWhole = hash(json) === text.slice(0, lineEnd);
  const { pages, facts }: Stored = isWhole ? JSON.parse(json) : { pages: [] };
  const known = new Map(pages);
  return {
    pageOf: (file) => known.get(digestOf([file])),
    factsOf: (file) => (facts?.[0] === digestOf([file]) ? facts[1] : undefined),
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
