import { type GuideSource, loadGuide } from './guide/load.js';
import { isError, type Problem } from './guide/problem.js';
import { buildIndexData } from './search/build-index.js';
import { type IndexedGuide, openIndex } from './search/index.js';

export interface LoadedGuide extends IndexedGuide {
  /** Each keeps its file out of the guide. */
  readonly errors: readonly Problem[];
  /** How many warnings it has. */
  readonly warnings: number;
}

/** Loads a guide and indexes it. @throws GuideError */
export async function loadIndexedGuide(source: GuideSource): Promise<LoadedGuide> {
  const { guide, problems } = await loadGuide(source);
  const errors = problems.filter(isError);
  return {
    guide,
    index: openIndex(guide.pages, buildIndexData(guide)),
    errors,
    warnings: problems.length - errors.length,
  };
}
