import type { RunStore } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import { changeRun } from './change-run.js';
import { newestFirst, newestIn, ofPerson, stillOpen } from './choose-runs.js';
import { createItemChanges } from './create-item-changes.js';
import { createRun } from './create-run.js';
import { readHistory } from './read-history.js';
import { readRun, readRuns } from './read-runs.js';

/** Keeps runs in either database, once `migrate` has made the tables. */
export function createRunStore(db: Database): RunStore {
  const changeItem = createItemChanges(db);
  return {
    create: (run) => createRun(db, run),
    get: (key) => readRun(db.kysely, key),
    inChannel: (where) => readRuns(db.kysely, (runs) => newestIn(runs, where)),
    openInChannel: (where) => readRuns(db.kysely, (runs) => stillOpen(newestIn(runs, where))),
    openOf: async ({ limit, ...who }) => {
      // The two may be read at two moments; the next look is right again.
      const [found, count] = await Promise.all([
        readRuns(db.kysely, (runs) => newestFirst(ofPerson(stillOpen(runs), who)).limit(limit)),
        ofPerson(stillOpen(db.kysely.selectFrom('runs')), who)
          .select(({ fn }) => fn.countAll().as('open'))
          .executeTakeFirstOrThrow(),
      ]);
      return { runs: found, more: Math.max(0, Number(count.open) - found.length) };
    },
    history: (key) => readHistory(db, key),
    setItem: ({ installation, run, ...change }) => changeItem({ installation, run }, { part: 'state', ...change }),
    assign: ({ installation, run, ...change }) => changeItem({ installation, run }, { part: 'assignee', ...change }),
    setDue: ({ installation, run, ...change }) => changeItem({ installation, run }, { part: 'due', ...change }),
    setNote: ({ installation, run, ...change }) => changeItem({ installation, run }, { part: 'note', ...change }),
    ...changeRun(db),
  };
}
