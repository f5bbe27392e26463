/** Updates each view by one call at a time, so that an older picture never replaces a newer one. */
export interface ViewQueue {
  /**
   * Runs `update` now, or once the running update of the same view has ended. Of those that wait only the last one runs: it reads the
   * newest state anyway. Resolves when the view shows what `update` found; rejects if that failed.
   */
  update(view: string, update: () => Promise<void>): Promise<void>;
}

interface Waiting {
  update: () => Promise<void>;
  readonly ended: Promise<void>;
}

export function createViewQueue(): ViewQueue {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Waiting>();

  const start = (view: string, update: () => Promise<void>): Promise<void> => {
    const ended = update().finally(() => running.delete(view));
    running.set(view, ended);
    return ended;
  };

  return {
    update(view, update) {
      const before = running.get(view);
      if (before === undefined) return start(view, update);
      const next = waiting.get(view);
      if (next !== undefined) {
        next.update = update;
        return next.ended;
      }
      const ended = before
        .catch(() => {})
        .then(() => {
          const { update: last } = waiting.get(view) ?? { update };
          waiting.delete(view);
          return start(view, last);
        });
      waiting.set(view, { update, ended });
      return ended;
    },
  };
}
