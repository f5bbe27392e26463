// npm run bench -- ranking: Guidepost's search and other search libraries, on the same pages and questions, in one run.
import { parseArgs } from 'node:util';
import { projectPath, say } from './measure.js';
import { ablate } from './ranking/ablate.js';
import { readCorpus, withTypos } from './ranking/questions.js';
import { crossValidate, measureForeign, measureFresh, measureHeldOut } from './ranking/unseen-questions.js';

const USAGE = `npm run bench -- ranking [--guide DIR --questions FILE] [--typos | --ablate | --cross-validate | --held-out | --foreign | --fresh | --passages]
  --guide DIR, --questions FILE   a folder of pages and its questions; without them, content/
  --typos            the same table, with two misspelled words in each question
  --ablate           what each part of the ranking contributes: the figures without it
  --cross-validate   figures on pages that the parameters were not tuned on; --folds N (5)
  --held-out         figures on the held-out questions of bench/ranking/held-out/shipped.yml, or on those of FILE
  --foreign          what the guide answers to questions that it has no page for
  --fresh            short questions, questions with background, and everyday talk, none used for tuning, to the guide that ships
  --passages         page and passage, and how many questions get a card, a list or nothing; with --pages-2015 DIR also for the pages
                     of Full Stack Python of 2015; with --held-out on the questions that nothing was chosen by
  --rounds N         how often the questions are misspelled, each time differently (5)`;

const { values } = parseArgs({
  options: {
    guide: { type: 'string', default: projectPath('content') },
    questions: { type: 'string' },
    typos: { type: 'boolean', default: false },
    ablate: { type: 'boolean', default: false },
    'cross-validate': { type: 'boolean', default: false },
    'held-out': { type: 'boolean', default: false },
    foreign: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    passages: { type: 'boolean', default: false },
    'pages-2015': { type: 'string' },
    rounds: { type: 'string', default: '5' },
    folds: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  say(USAGE);
  process.exit(0);
}

if (values.passages) {
  const { measurePassages } = await import('./ranking/passages.js');
  const pages2015 = values['pages-2015'];
  say(await measurePassages({ pages2015, heldOut: values['held-out'], rounds: Number(values.rounds) }));
  process.exit(0);
}
const ownQuestions = values['held-out'] ? 'bench/ranking/held-out/shipped.yml' : 'content/questions.yml';
const files = {
  guide: values.guide,
  questions: values.questions ?? projectPath(ownQuestions),
};
const corpus = await readCorpus(files);
const rounds = Number(values.rounds);
say(`${corpus.guide.pages.length} pages, ${corpus.questions.length} questions`);
if (values.ablate) say(ablate({ ...files, rounds }));
else if (values['cross-validate']) say(crossValidate(corpus, { folds: Number(values.folds), rounds }));
else if (values['held-out']) say(measureHeldOut(corpus, { rounds }));
else if (values.fresh) say(await measureFresh(corpus));
else if (values.foreign) say(await measureForeign(corpus));
else {
  const { compare } = await import('./ranking/compare.js').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error('The other search libraries are not installed: npm ci --prefix bench');
    process.exit(2);
  });
  say(compare(corpus, values.typos ? withTypos(corpus.questions, rounds) : corpus.questions));
}
