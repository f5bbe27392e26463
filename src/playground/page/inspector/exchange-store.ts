import type { Exchange, ExchangesChange } from './exchange.js';

export interface ExchangeStore {
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
  apply(change: ExchangesChange): void;
  /** The line opened again: everything comes anew. */
  clear(): void;
}

/** Keeps the list of exchanges up to date by what the server sends. */
export function exchangeStore(): ExchangeStore {
  const known = new Map<number, Exchange>();
  return {
    get exchanges() {
      return [...known.values()].sort((a, b) => a.id - b.id);
    },
    apply({ changed, isFresh }) {
      if (isFresh) known.clear();
      for (const exchange of changed) known.set(exchange.id, exchange);
    },
    clear: () => known.clear(),
  };
}
