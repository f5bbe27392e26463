import { createSearch } from '../../dist/search/search.js';
import { ours, withTypos } from './ask-all.js';
import { figures, table } from './table.js';

/** What an asker meets with questions that nothing was chosen by. A page, or several, that a question names as `also` answer it too. */
export function measureHeldOut({ guide, questions }, { rounds }) {
  const search = createSearch(guide);
  const byOrder = ours(search);
  const asAsked = ours(search, { asAsked: true });
  const misspelt = withTypos(questions, rounds).map((asked, place) => ({
    ...questions[place % questions.length],
    question: asked.question,
  }));
  return table([
    ['held out', 'Hit@1', 'Hit@3', 'MRR', '95 % interval'],
    ['by order alone', ...figures(questions.map(outcome(byOrder)))],
    ['“nothing found” is a miss', ...figures(questions.map(outcome(asAsked)))],
    [`the same, two misspelt words, ${rounds} rounds`, ...figures(misspelt.map(outcome(asAsked)))],
  ]);
}

function outcome(find) {
  return ({ question, page, also }) => ({
    page,
    rank:
      find(question)
        .slice(0, 10)
        .findIndex((slug) => slug === page || [also ?? []].flat().includes(slug)) + 1,
  });
}
