import type { Answer } from './answer.js';
import type { Where } from './answers.js';
import type { Sources } from './sources.js';

/** What is under way in the channel, and what can be posted. */
export async function listChecklists({ guide, openRuns }: Sources, where: Where): Promise<Answer> {
  const pages = guide.pages.filter(({ checklist }) => checklist !== undefined);
  return openRuns === undefined
    ? { kind: 'checklists', pages }
    : { kind: 'checklists', pages, runs: await openRuns(where) };
}
