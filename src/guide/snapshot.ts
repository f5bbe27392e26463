import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ParsedPage } from './page-draft.js';
import { digestOf } from './source-digest.js';
import type { SourceFile } from './source-file.js';

/**
 * Parsed pages as a file: a line with the digest of the sources and that of what follows, then the pages as JSON. It spares a
 * start the parsing of a guide that has not changed since the build, and is never more than that: any doubt, and the guide is parsed.
 */
export const encodeSnapshot = (files: readonly SourceFile[], pages: readonly ParsedPage[]): string => {
  const json = JSON.stringify(pages);
  return `${digestOf(files)} ${hash(json)}\n${json}`;
};

/** The pages of these very files, in their order, as they were parsed; nothing where there is no such snapshot or it is damaged. */
export const readSnapshot = async (
  path: string,
  files: readonly SourceFile[],
): Promise<readonly ParsedPage[] | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lineEnd = text.indexOf('\n');
  const [sources, content] = text.slice(0, lineEnd).split(' ');
  if (sources !== digestOf(files)) return undefined;
  const json = text.slice(lineEnd + 1);
  return hash(json) === content ? JSON.parse(json) : undefined;
};

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
