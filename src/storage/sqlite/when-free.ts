import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable } from '../../checklist/store-unavailable.js';

const PATIENCE_MS = 5000;

/** Acts, and while SQLite says that another process holds the lock, acts again, leaving this process free meanwhile. */
export async function whenFree<T>(act: () => T): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return act();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
      if (performance.now() > giveUpAt) throw new StoreUnavailable(error);
    }
    await delay(2 + Math.random() * 20); // At random, so that two waiting processes do not keep colliding.
  }
}
