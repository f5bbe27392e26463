import { setImmediate as giveWay } from 'node:timers/promises';
import type { Guide } from '../guide/page.js';
import { createTypeaheadBuilder } from './create-typeahead.js';
import type { Typeahead } from './typeahead.js';

/** A large guide takes a tenth of a second; others are answered at least as often as this meanwhile. */
const PORTION_MS = 5;

/** Makes a guide's typeahead in portions, so that nobody who is being answered waits for it. */
export const makeTypeahead = async ({ pages }: Guide): Promise<Typeahead> => {
  const builder = createTypeaheadBuilder();
  let began = performance.now();
  for (const page of pages) {
    builder.add(page);
    if (performance.now() - began < PORTION_MS) continue;
    await giveWay();
    began = performance.now();
  }
  return builder.finish();
};
