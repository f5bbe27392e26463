import type { JournalEntry } from '../../simulated-slack/index.js';
import type { ExchangesChange } from '../page/inspector/exchange.js';
import { describeExchange } from './describe-exchange.js';

/** A window lists the newest ones: enough to look back on, few enough to draw at once. */
export const listedExchanges = 300;

/** Compares the journal with what a window was told of it. @returns what it must hear, or nothing */
export function watchExchanges(): (journal: readonly JournalEntry[]) => ExchangesChange | undefined {
  let told = new Map<number, string>();
  return (journal) => {
    const lines = journal.slice(-listedExchanges).map(describeExchange);
    const now = new Map(lines.map((line) => [line.id, JSON.stringify(line)]));
    const isFresh = told.size > 0 && ![...told.keys()].some((id) => now.has(id));
    const changed = lines.filter(({ id }) => told.get(id) !== now.get(id));
    told = now;
    if (changed.length === 0 && !isFresh) return undefined;
    return { changed, ...(isFresh && { isFresh }) };
  };
}
