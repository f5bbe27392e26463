/** Counts work in flight, so that a stop can wait for it: Bolt does not wait for work that goes on after the acknowledgement. */
export interface InFlight {
  /** Counts one piece of work. Call the returned function when it ends. */
  begin(): () => void;
  /** Resolves when nothing is in flight. */
  idle(): Promise<void>;
}

export function createInFlight(): InFlight {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    begin() {
      count += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        count -= 1;
        if (count > 0) return;
        for (const resolve of waiting) resolve();
        waiting = [];
      };
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
