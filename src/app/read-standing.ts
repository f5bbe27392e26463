import type { Guide } from '../guide/page.js';
import type { Storage } from '../storage/open.js';
import type { Backlog, Standing } from '../telemetry/metrics.js';

export interface StandingSource {
  readonly opening: Promise<Storage>;
  readonly guide: Guide;
  /** Whether Slack has told who the app is, where that is one answer. */
  readonly isConnected: boolean | undefined;
}

/** How things stand, for the metrics. Never throws: a database that is away is told as that. */
export async function readStanding({ opening, guide, isConnected }: StandingSource): Promise<Standing> {
  const storage = await Promise.race([opening, Promise.resolve(undefined)]).catch(() => undefined);
  const database = (await storage?.status()) ?? 'unreachable';
  const databaseReachable = database !== 'unreachable';
  const backlog = database === 'reachable' ? await backlogOf(storage) : undefined;
  return {
    guide: { revision: guide.revision, pages: guide.pages.length },
    databaseReachable,
    ...(isConnected !== undefined && { slackConnected: isConnected }),
    ...(backlog && { backlog }),
  };
}

function backlogOf(storage: Storage | undefined): Promise<Backlog | undefined> {
  return storage === undefined ? Promise.resolve(undefined) : storage.backlog().catch(() => undefined);
}
