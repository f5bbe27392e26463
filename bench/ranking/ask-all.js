import { createRandom } from '../random.js';
import { rankOf } from './measure.js';
import { misspell } from './misspell.js';

/** The questions, or as many rounds of them with two misspelt words each. */
export function withTypos(questions, rounds) {
  return Array.from({ length: rounds }, (_, round) => {
    const random = createRandom(round + 1);
    return questions.map(({ question, page }) => ({ question: misspell(question, random), page }));
  }).flat();
}

/** Where each question's page comes. `search` gives the slugs, best first. */
export function askAll(questions, search) {
  return questions.map(({ question, page }) => ({ page, rank: rankOf(search(question), page) }));
}

/** Our own search, by its order alone as the peers have it, or as an asker sees it, to whom "nothing found" shows no page. */
export function ours(search, { asAsked = false } = {}) {
  return (question) => {
    const { matches, confidence } = search.find(question);
    return asAsked && confidence === 'nothing' ? [] : matches.map(({ page }) => page.slug);
  };
}
