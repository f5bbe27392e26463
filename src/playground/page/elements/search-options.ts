import { asText } from '../blocks/read-json.js';
import type { JsonObject } from '../protocol.js';
import type { ElementContext } from './element-context.js';
import type { Chosen } from './read-chosen.js';
import { readOptions } from './read-options.js';

/** Slack asks the app from the third letter on, unless it says otherwise. */
const lettersBeforeAsking = 3;
/** While someone types on, no question is asked. */
const pauseMs = 150;

/** @returns what fits a query, or why nothing is offered, in words */
export type SearchOptions = (query: string, waiting: () => void) => Promise<readonly Chosen[] | string>;

/** How a select finds its options: the app is asked for each query, or its own list is looked through. */
export function searchOptions(one: JsonObject, context: ElementContext): SearchOptions {
  if (asText(one.type)?.endsWith('external_select') !== true) {
    return async (query) => {
      const wanted = query.trim().toLowerCase();
      const all = readOptions(one, context).flatMap(({ options }) => options);
      return all.filter(({ text }) => text.toLowerCase().includes(wanted));
    };
  }
  const least = typeof one.min_query_length === 'number' ? one.min_query_length : lettersBeforeAsking;
  let latest = 0;
  return async (query, waiting) => {
    latest += 1;
    const mine = latest;
    if (query.length < least) return `Type ${least === 1 ? 'a letter' : `${least} letters`} to search.`;
    waiting();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return mine === latest ? context.suggest(context.place, query) : [];
  };
}
