import type { RunStore } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import { changeRun } from './change-run.js';
import { createItemChanges } from './create-item-changes.js';
import { createRun } from './create-run.js';
import { readHistory } from './read-history.js';
import { type RunsQuery, readRun, readRuns } from './read-runs.js';

/** Keeps runs in either database, once `migrate` has made the tables. */
export const createRunStore = (db: Database): RunStore => {
  const changeItem = createItemChanges(db);
  return {
    create: (run) => createRun(db, run),
    get: (key) => readRun(db.kysely, key),
    inChannel: (where) => readRuns(db.kysely, (runs) => newestIn(runs, where)),
    openInChannel: (where) =>
      readRuns(db.kysely, (runs) =>
        newestIn(runs, where)
          .where('completed_at', 'is', null)
          .where('archived_at', 'is', null)
          .where((eb) =>
            eb.or([
              eb('message', 'is not', null),
              eb('parked_reason', 'is', null),
              eb('parked_reason', '=', 'uncertain'),
            ]),
          ),
      ),
    history: (key) => readHistory(db, key),
    setItem: ({ installation, run, ...change }) => changeItem({ installation, run }, { part: 'state', ...change }),
    assign: ({ installation, run, ...change }) => changeItem({ installation, run }, { part: 'assignee', ...change }),
    setDue: ({ installation, run, ...change }) => changeItem({ installation, run }, { part: 'due', ...change }),
    setNote: ({ installation, run, ...change }) => changeItem({ installation, run }, { part: 'note', ...change }),
    ...changeRun(db),
  };
};

const newestIn = (
  runs: RunsQuery,
  { installation, channel, limit }: { installation: string; channel: string; limit: number },
): RunsQuery =>
  runs
    .where('installation', '=', installation)
    .where('channel', '=', channel)
    .orderBy('posted_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
