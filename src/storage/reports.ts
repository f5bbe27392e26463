import type { StoredAsk } from '../asks/ask-log.js';
import type { Run, RunEvent } from '../checklist/run.js';
import { readAsks } from './asks.js';
import type { Database } from './database.js';
import { newestFirst, readHistory, readRuns } from './run-queries.js';

export interface ReportFilter {
  /** The slug of the page. */
  readonly page?: string;
  /** Posted then or later. */
  readonly since?: Date;
  readonly limit: number;
}

/** What an operator reads about the runs of all workspaces, on the command line. It changes nothing. */
export interface Reports {
  /** Newest first. */
  runs(filter: ReportFilter): Promise<Run[]>;
  /** The run of an id with its history; undefined if there is none. */
  run(id: string): Promise<{ run: Run; history: RunEvent[] } | undefined>;
  /** The newest of what people asked since a moment, oldest first. Without a workspace, that of all. */
  asks(filter: {
    readonly workspace?: string | undefined;
    readonly since: Date;
    readonly limit: number;
  }): Promise<StoredAsk[]>;
}

export function createReports(db: Database): Reports {
  return {
    runs: ({ page, since, limit }) =>
      readRuns(db.kysely, (runs) => {
        const ofPage = page === undefined ? runs : runs.where('page', '=', page);
        return newestFirst(since === undefined ? ofPage : ofPage.where('posted_at', '>=', since.getTime())).limit(
          limit,
        );
      }),
    run: async (id) => {
      const [run] = await readRuns(db.kysely, (runs) => runs.where('id', '=', id).limit(1));
      if (run === undefined) return undefined;
      return { run, history: await readHistory(db, { installation: run.installation, run: run.id }) };
    },
    asks: ({ workspace, since, limit }) => readAsks(db, { installation: workspace, since, limit }),
  };
}
