import type { Answer } from './answer.js';
import { findPassage } from './find-passage.js';
import { nothingFound } from './nothing-found.js';
import type { Sources } from './sources.js';

/** How many other pages a card names: more than a glance takes in is no help. */
const OTHERS = 3;
const RESULTS = 5;

/** Finds the page that answers a question, or says honestly that none does. */
export function answerQuestion(sources: Sources, question: string): Answer {
  const { matches, verdict, corrections, sought, ...found } = sources.search.find(question);
  const [best, ...others] = matches;
  if (best === undefined || verdict === 'nothing')
    return nothingFound(sources, question, { matches, corrections, ...found });
  if (verdict === 'unsure' && others.length > 0) {
    return { kind: 'results', question, results: matches.slice(0, RESULTS), corrections };
  }
  const passage = findPassage(sources, best.page, best.section, sought);
  return {
    kind: 'page',
    page: best.page,
    ...(passage && { passage }),
    trail: { slugs: [], question },
    cameThrough: [],
    others: others.slice(0, OTHERS).map(({ page }) => page),
    corrections,
  };
}
