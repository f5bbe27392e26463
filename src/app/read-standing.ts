import type { Guide } from '../guide/page.js';
import type { Storage } from '../storage/open-storage.js';
import type { Backlog, Standing } from '../telemetry/metrics.js';

export interface StandingSource {
  readonly opening: Promise<Storage>;
  readonly guide: Guide;
  /** Whether Slack has told who the app is, where that is one answer. */
  readonly isConnected: boolean | undefined;
}

/** How things stand, for the metrics. Never throws: a database that is away is told as that. */
export const readStanding = async ({ opening, guide, isConnected }: StandingSource): Promise<Standing> => {
  const storage = await Promise.race([opening, Promise.resolve(undefined)]).catch(() => undefined);
  const databaseReachable = (await storage?.isReachable()) ?? false;
  const backlog = databaseReachable ? await backlogOf(storage) : undefined;
  return {
    guide: { revision: guide.revision, pages: guide.pages.length },
    databaseReachable,
    ...(isConnected !== undefined && { slackConnected: isConnected }),
    ...(backlog && { backlog }),
  };
};

const backlogOf = (storage: Storage | undefined): Promise<Backlog | undefined> =>
  storage === undefined ? Promise.resolve(undefined) : storage.backlog().catch(() => undefined);
