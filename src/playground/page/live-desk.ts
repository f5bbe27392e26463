import { deskStore } from './desk-store.js';
import type { Exchange } from './inspector/exchange.js';
import { exchangeStore } from './inspector/exchange-store.js';
import type { Desk } from './protocol.js';
import { listen } from './server.js';

export interface LiveDesk {
  /** Absent until the server has sent it. */
  readonly desk: Desk | undefined;
  readonly exchanges: readonly Exchange[];
  readonly isLost: boolean;
  /** Listens to this person's desk from now on. */
  follow(person: string): void;
}

/** What the server knows, as of now. */
export function liveDesk(changed: () => void): LiveDesk {
  const store = deskStore();
  const exchanges = exchangeStore();
  let isLost = false;
  let stop = () => {};
  return {
    get desk() {
      return store.desk;
    },
    get exchanges() {
      return exchanges.exchanges;
    },
    get isLost() {
      return isLost;
    },
    follow(person) {
      stop();
      store.clear();
      stop = listen(person, {
        open: () => {
          isLost = false;
          store.clear();
          exchanges.clear();
        },
        change: (change) => {
          store.apply(change);
          changed();
        },
        exchanges: (change) => {
          exchanges.apply(change);
          changed();
        },
        lost: () => {
          isLost = true;
          changed();
        },
      });
    },
  };
}
