import type { Guide } from '../guide/page.js';
import type { DatabaseStatus, Storage } from '../storage/open.js';
import type { Logger } from '../telemetry/logger.js';
import type { Standing } from '../telemetry/metrics.js';

/** Load balancers and platforms allow a health check a second or more. It must not be the database that makes it late. */
const HEALTH_MS = 300;

/** The state of the database; `unreachable` if it does not say so in time. */
export async function statusInTime(storage: Storage): Promise<DatabaseStatus> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DatabaseStatus>((resolve) => {
    timer = setTimeout(resolve, HEALTH_MS, 'unreachable');
  });
  const status = await Promise.race([storage.status(), late]);
  clearTimeout(timer);
  return status;
}

export async function warnIfNotMigrated(storage: Storage, logger: Logger): Promise<void> {
  if ((await storage.status()) !== 'not migrated') return;
  logger.error(
    'The database is not up to date. Run guidepost migrate, as a platform’s release step does, or unset MIGRATE_ON_START. Until then questions are answered, but checklists cannot be saved.',
  );
}

/** What the metrics page says about the present state. Never throws: a database that cannot be reached is a state too. */
export async function readStanding(
  storage: Storage,
  guide: Guide,
  slackConnected: boolean | undefined,
): Promise<Standing> {
  const database = await storage.status();
  const isReadable = database !== 'unreachable' && database !== 'not migrated';
  const backlog = isReadable ? await storage.backlog().catch(() => undefined) : undefined;
  return {
    guide: { revision: guide.revision, pages: guide.pages.length },
    databaseReachable: database !== 'unreachable',
    ...(slackConnected !== undefined && { slackConnected }),
    ...(backlog && { backlog }),
  };
}
