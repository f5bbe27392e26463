import { setTimeout as sleep } from 'node:timers/promises';
import type { Installations } from '../../workspaces/installations.js';

/** A question needs no token, so it does not wait longer for a database that is slow or away. */
const PATIENCE_MS = 500;

/** Tells whether the app is installed there; where that cannot be found out in time, it is taken to be. Never rejects. */
export function createIsInstalled(installations: Installations) {
  return async (installation: string): Promise<boolean> => {
    const known = installations.known(installation);
    if (known !== undefined) return known.installation !== undefined;
    const finding = installations.find(installation).then(
      (found) => found !== undefined,
      () => true,
    );
    const patience = new AbortController();
    const late = sleep(PATIENCE_MS, true, { ref: false, signal: patience.signal }).catch(() => true);
    const installed = await Promise.race([finding, late]);
    patience.abort();
    return installed;
  };
}
