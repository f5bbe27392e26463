// npm run bench -- ranking: our search against its peers, on the same pages and questions, in one run.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `npm run bench -- ranking [--guide DIR --questions FILE] [--typos | --ablate | --cross-validate | --held-out | --foreign | --fresh]
  --guide DIR, --questions FILE   a folder of pages and its questions; content/ without them
  --typos            the same table, with two misspelt words in each question
  --ablate           what each part of the ranking is worth: the figures without it
  --cross-validate   figures on pages that the parameters were not chosen by; --folds N (5)
  --held-out         figures on the kept-back questions of bench/ranking/held-out/shipped.yml, or on those of FILE
  --foreign          what the guide says to questions that it has no page for
  --fresh            short questions, questions with background, and everyday talk that chose nothing, to the guide that ships
  --rounds N         how often questions are misspelt, each time differently (5)`;

const { values } = parseArgs({
  options: {
    guide: { type: 'string', default: fileURLToPath(new URL('../content', import.meta.url)) },
    questions: { type: 'string' },
    typos: { type: 'boolean', default: false },
    ablate: { type: 'boolean', default: false },
    'cross-validate': { type: 'boolean', default: false },
    'held-out': { type: 'boolean', default: false },
    foreign: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    folds: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
function say(text) {
  return process.stdout.write(`${text}\n`);
}
if (values.help) {
  say(USAGE);
  process.exit(0);
}
if (!existsSync(new URL('../src/search/search.js', import.meta.url))) {
  console.error('Nothing is built yet: npm run build');
  process.exit(2);
}

const { readCorpus } = await import('./ranking/questions.js');
const { withTypos } = await import('./ranking/questions.js');
const known = values['held-out'] ? './ranking/held-out/shipped.yml' : '../content/questions.yml';
const questions = values.questions ?? fileURLToPath(new URL(known, import.meta.url));
const corpus = await readCorpus({ guide: values.guide, questions });
const rounds = Number(values.rounds);
say(`${corpus.guide.pages.length} pages, ${corpus.questions.length} questions`);
if (values.ablate) {
  const { ablate } = await import('./ranking/ablate.js');
  say(ablate({ guide: values.guide, questions, rounds }));
} else if (values['cross-validate']) {
  const { crossValidate } = await import('./ranking/judge.js');
  say(crossValidate(corpus, { folds: Number(values.folds), rounds }));
} else if (values['held-out']) {
  const { measureHeldOut } = await import('./ranking/judge.js');
  say(measureHeldOut(corpus, { rounds }));
} else if (values.fresh) {
  const { judgeFresh } = await import('./ranking/judge.js');
  say(await judgeFresh(corpus));
} else if (values.foreign) {
  const { judgeForeign } = await import('./ranking/judge.js');
  say(await judgeForeign(corpus));
} else {
  const { compare } = await import('./ranking/compare.js');
  say(await compare(corpus, values.typos ? withTypos(corpus.questions, rounds) : corpus.questions));
}
