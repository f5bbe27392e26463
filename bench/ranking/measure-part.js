// Run by ablate.js with PART and OPTIONS: prints the figures of the search without that part.

import { PARAMETERS } from '../../dist/search/parameters.js';
import { createSearch } from '../../dist/search/search.js';
import { askAll, ours, withTypos } from './ask-all.js';
import { measure } from './measure.js';
import { PARTS } from './parts.js';
import { readCorpus } from './read-corpus.js';

const { guide: folder, questions: file, rounds } = JSON.parse(process.env.OPTIONS);
const { guide, questions } = await readCorpus({ guide: folder, questions: file });
const search = ours(createSearch(guide, { ...PARAMETERS, ...PARTS[process.env.PART]?.parameters }));
function figuresOf(asked) {
  return measure(askAll(asked, search).map(({ rank }) => rank));
}
process.stdout.write(JSON.stringify({ clean: figuresOf(questions), typos: figuresOf(withTypos(questions, rounds)) }));
