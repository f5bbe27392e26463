import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely';
import type { Run } from '../../checklist/run.js';
import { type RunKey, RunNotFound } from '../../checklist/run-store.js';
import type { RunsTable, Tables } from '../tables.js';
import { type RunWithItemRow, toRuns } from './to-runs.js';

export type RunsQuery = SelectQueryBuilder<Tables, 'runs', Selectable<RunsTable>>;

/** The chosen runs with their items, newest first, by one statement: a run is never read half before and half after a change. */
export async function readRuns(db: Kysely<Tables>, choose: (runs: RunsQuery) => RunsQuery): Promise<Run[]> {
  const rows: RunWithItemRow[] = await db
    .selectFrom(choose(db.selectFrom('runs').selectAll('runs')).as('runs'))
    .leftJoin('run_items', (join) =>
      join.onRef('run_items.installation', '=', 'runs.installation').onRef('run_items.run', '=', 'runs.id'),
    )
    .selectAll('runs')
    .select(['run_items.item', 'run_items.title as item_title', 'run_items.title_content', 'run_items.detail'])
    .select(['run_items.state', 'run_items.state_by', 'run_items.state_by_name', 'run_items.state_at'])
    .select(['run_items.state_reason', 'run_items.assignee', 'run_items.assignee_name', 'run_items.assigned_by'])
    .select(['run_items.assigned_by_name', 'run_items.due', 'run_items.note', 'run_items.state_sequence'])
    .select(['run_items.assignee_sequence', 'run_items.due_sequence', 'run_items.note_sequence'])
    .orderBy('runs.posted_at', 'desc')
    .orderBy('runs.id', 'desc')
    .orderBy('run_items.position')
    .execute();
  return toRuns(rows);
}

/** @throws RunNotFound */
export async function readRun(db: Kysely<Tables>, { installation, run }: RunKey): Promise<Run> {
  const [found] = await readRuns(db, (runs) => runs.where('installation', '=', installation).where('id', '=', run));
  if (found === undefined) throw new RunNotFound(run);
  return found;
}
