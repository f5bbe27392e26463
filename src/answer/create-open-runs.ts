import type { RunStore } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import type { OpenRuns } from './sources.js';

/** More than anybody looks through in a list. */
const MOST = 50;

/** Reads a channel's open runs. The guide is answered from without them too, so a database that is away is no failure. */
export function createOpenRuns(runs: Pick<RunStore, 'openInChannel'>, logger: Logger): OpenRuns {
  return async (where) => {
    try {
      return await runs.openInChannel({ ...where, limit: MOST });
    } catch (error) {
      logger.warn('The open checklists of a channel could not be read', { ...where, error });
      return 'unreadable';
    }
  };
}
