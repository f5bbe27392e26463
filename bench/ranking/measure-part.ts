// Run by ablate.ts with PART and OPTIONS in the environment: prints the figures of the search without that part.
import { register } from 'node:module';
import { type AblateOptions, PARTS, type PartFigures } from './ablate.js';

const { functions = {}, parameters } = PARTS[process.env.PART ?? ''] ?? {};
const options: AblateOptions = JSON.parse(process.env.OPTIONS ?? '{}');

/** A module hook: where src/search/ declares one of the functions, it returns the replacement and notes that it was called. */
const hook = `
let functions = {};
export const initialize = (data) => { functions = data; };
export const load = async (url, context, next) => {
  const loaded = await next(url, context);
  if (!new URL(url).pathname.includes('/src/search/') || !loaded.source) return loaded;
  let source = loaded.source.toString();
  for (const [name, value] of Object.entries(functions)) {
    const start = new RegExp('function ' + name + '\\\\([^)]*\\\\)\\\\s*\\\\{');
    source = source.replace(start, (text) => text + '(globalThis.replaced ??= {}).' + name + ' = true; return ' + value + ';');
  }
  return { ...loaded, source };
};`;
register(`data:text/javascript,${encodeURIComponent(hook)}`, import.meta.url, { data: functions });

// Loaded only now, so that the hook sees it.
const { createSearch } = await import('../../src/search/search.js');
const { PARAMETERS } = await import('../../src/search/parameters.js');
const { askAll, findWith, measure, readCorpus, withTypos } = await import('./questions.js');
const { guide, questions } = await readCorpus(options);
const find = findWith(createSearch(guide, { ...PARAMETERS, ...parameters }));
const figures: PartFigures = {
  correct: measure(askAll(questions, find)),
  typos: measure(askAll(withTypos(questions, options.rounds), find)),
};

const { replaced = {} } = globalThis as { replaced?: Record<string, true> };
const missing = Object.keys(functions).filter((name) => !replaced[name]);
if (missing.length > 0) throw new Error(`No call of ${missing.join(', ')} in src/search/: was it renamed?`);
process.stdout.write(JSON.stringify(figures));
