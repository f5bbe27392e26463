import type { DatabaseConfig } from '../config/database.js';
import { readDatabaseConfig } from '../config.js';
import type { Database } from '../storage/database.js';
import { openDatabase } from '../storage/open-database.js';
import type { Reports } from '../storage/reports.js';
import { ONE_WORKSPACE } from '../workspaces/installations.js';
import { type Io, UsageError } from './args.js';
import { printableLine } from './text/terminal.js';

/** Opens a database for as long as the work takes. @throws CannotOpenDatabase */
export async function withDatabase<T>(config: DatabaseConfig, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(config);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The same for commands that may be used before the server has run for the first time. @throws CannotOpenDatabase */
export async function withMigratedDatabase<T>(
  config: DatabaseConfig,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { migrate } = await import('../storage/migrate.js');
  return withDatabase(config, async (database) => {
    if (config.migrateOnStart) await migrate(database);
    return work(database);
  });
}

/** Reads the database of DATABASE_URL, and changes nothing. @throws ConfigError, CannotOpenDatabase */
export async function withReports<T>(io: Io, work: (reports: Reports) => Promise<T>): Promise<T> {
  const { createReports } = await import('../storage/reports.js');
  return withDatabase(readDatabaseConfig(io.env), (database) => work(createReports(database)));
}

/** A workspace that has installed the app. */
export interface Workspace {
  readonly id: string;
  readonly name: string;
}

/** The one workspace, or that of many which is meant. @param wanted what `--workspace` says @throws UsageError */
export function chooseWorkspace(wanted: string | undefined, installed: readonly Workspace[], { env }: Io): string {
  const isOne = env.SLACK_BOT_TOKEN?.trim() ? true : !env.SLACK_CLIENT_ID?.trim() && installed.length === 0;
  if (isOne) {
    if (wanted === undefined) return ONE_WORKSPACE;
    throw new UsageError('--workspace is for an app that many workspaces install; leave it out here');
  }
  const [only, ...others] = installed;
  if (only === undefined) throw new UsageError('no workspace has installed the app yet: install it at /slack/install');
  if (wanted === undefined && others.length === 0) return only.id;
  if (installed.some(({ id }) => id === wanted)) return wanted ?? only.id;
  const all = installed.map(({ id, name }) => `${id} (${printableLine(name)})`).join(', ');
  throw new UsageError(`--workspace must be one of ${all}`);
}
