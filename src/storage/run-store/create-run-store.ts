import type { RunStore } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import { changeRun } from './change-run.js';
import { createRun } from './create-run.js';
import { owingRuns } from './owing-runs.js';
import { readRun, readRuns } from './read-runs.js';
import { setItem } from './set-item.js';

/** Keeps runs in either database, once `migrate` has made the tables. */
export const createRunStore = (db: Database): RunStore => ({
  create: (run) => createRun(db, run),
  get: (key) => readRun(db.kysely, key),
  inChannel: ({ installation, channel, limit }) =>
    readRuns(db.kysely, (runs) =>
      runs
        .where('installation', '=', installation)
        .where('channel', '=', channel)
        .orderBy('posted_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit),
    ),
  setItem: ({ installation, run, ...change }) => setItem(db, { installation, run }, change),
  ...changeRun(db),
  owing: (limit) => owingRuns(db, limit),
});
