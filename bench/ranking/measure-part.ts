import { register } from 'node:module';
import { PARAMETERS } from '../../src/search/parameters.js';
import { createSearch } from '../../src/search/search.js';
import { PARTS } from './ablate.js';
import { askAll, measure, ours, readCorpus, withTypos } from './questions.js';

// Run by ablate.js with PART and OPTIONS: prints the figures of the search without that part.

const { guide: folder, questions: file, rounds } = JSON.parse(process.env.OPTIONS);
const { guide, questions } = await readCorpus({ guide: folder, questions: file });
const search = ours(createSearch(guide, { ...PARAMETERS, ...PARTS[process.env.PART]?.parameters }));
function figuresOf(asked) {
  return measure(askAll(asked, search).map(({ rank }) => rank));
}
process.stdout.write(JSON.stringify({ clean: figuresOf(questions), typos: figuresOf(withTypos(questions, rounds)) }));

// Loaded before measure-part.js: puts a stand-in where a module of the search is left out.

const hooks = `
let parts;
export const initialize = (data) => { parts = data; };
export const load = async (url, context, next) => {
  if (parts !== undefined && url.endsWith('/dist/search/' + parts.module)) {
    return { format: 'module', source: parts.source, shortCircuit: true };
  }
  return next(url, context);
};`;

const { PARTS } = await import('./ablate.js');
const { module, source } = PARTS[process.env.PART ?? ''] ?? {};
if (module !== undefined) {
  register(`data:text/javascript,${encodeURIComponent(hooks)}`, import.meta.url, { data: { module, source } });
}
