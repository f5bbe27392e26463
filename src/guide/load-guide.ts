import { GuideError } from './guide-error.js';
import type { Guide } from './page.js';
import type { Problem } from './problem.js';
import { type GuideSource, readGuide } from './read-guide.js';

/** Loads a guide that can be used. Warnings come along. @throws GuideError with all errors and warnings, where there is any error */
export async function loadGuide(source: GuideSource): Promise<{ guide: Guide; warnings: Problem[] }> {
  const { guide, problems } = await readGuide(source);
  if (guide === undefined) throw new GuideError(source.folder, problems);
  return { guide, warnings: problems };
}
