/** Counts what is under way, so that a stop can wait for it: Bolt waits for no work after the acknowledgement. */
export interface Work {
  /** Begins a piece of work; call what it returns when it is done. */
  begin(): () => void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createWork(): Work {
  let underWay = 0;
  let waiting: (() => void)[] = [];
  return {
    begin() {
      underWay += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        underWay -= 1;
        if (underWay > 0) return;
        for (const resolve of waiting) resolve();
        waiting = [];
      };
    },
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
