import { dirname, join } from 'node:path';
import { type GuideSource, loadGuide } from './guide/load.js';
import type { Guide } from './guide/page.js';
import { isError, type Problem } from './guide/problem.js';
import { readFolder, revisionOf } from './guide/read-folder.js';
import { buildIndexData } from './search/build-index.js';
import { type IndexData, type IndexedGuide, openIndex } from './search/index.js';
import { readIndexFile } from './search/index-file.js';

export interface LoadedGuide extends IndexedGuide {
  /** Each keeps its file out of the guide. */
  readonly errors: readonly Problem[];
  /** How many warnings it has. */
  readonly warnings: number;
}

/** Loads a guide and indexes it. @throws GuideError */
export async function loadIndexedGuide(source: GuideSource): Promise<LoadedGuide> {
  return await load(source, buildIndexData);
}

/**
 * Loads a guide that the build has parsed and indexed, in a tenth of the time.
 * @returns undefined if it is another guide, or if a file has changed since
 * @throws GuideError
 */
export async function loadBuiltGuide(source: GuideSource & { snapshot: string }): Promise<LoadedGuide | undefined> {
  const content = await readFolder(source.folder);
  const index = await readIndexFile(indexBeside(source.snapshot), revisionOf(content));
  return index && (await load({ ...source, content }, () => index));
}

async function load(source: GuideSource, index: (guide: Guide) => IndexData): Promise<LoadedGuide> {
  const { guide, problems } = await loadGuide(source);
  const errors = problems.filter(isError);
  return { guide, index: openIndex(guide.pages, index(guide)), errors, warnings: problems.length - errors.length };
}

/** The file of the index of the guide in a snapshot. */
export function indexBeside(snapshot: string): string {
  return join(dirname(snapshot), 'guide-index');
}
