import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readGuide } from '../../src/guide/load.js';

/** A guide and the questions whose pages are known. Those that the guide has no page for are apart: no peer says "nothing". */
export async function readCorpus({ guide: folder, questions: file }) {
  const { guide } = await readGuide({ folder: resolve(folder) });
  if (guide === undefined) throw new Error(`${folder}: no guide can be read there; try "guidepost check ${folder}"`);
  const all = parse(await readFile(resolve(file), 'utf8'));
  return {
    guide,
    questions: all.filter(({ page }) => page !== 'none'),
    foreign: all.filter(({ page }) => page === 'none').map(({ question }) => question),
  };
}
