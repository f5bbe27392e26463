import type { Kysely, Selectable, SelectQueryBuilder, Updateable } from 'kysely';
import { RunNotFound } from '../checklist/errors.js';
import type { ItemEvent, Run, RunEvent } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { Database } from './database.js';
import { assignmentId, type RunWithItemRow, toRuns } from './run-rows.js';
import type { ItemEventsTable, NotificationsTable, RunsTable, Tables } from './tables.js';
import { transaction } from './transaction.js';

export type RunsQuery = SelectQueryBuilder<Tables, 'runs', Selectable<RunsTable>>;

/** The chosen runs with their items, newest first. One statement, so that a run is never read half before and half after a change. */
export async function readRuns(db: Kysely<Tables>, choose: (runs: RunsQuery) => RunsQuery): Promise<Run[]> {
  const rows: RunWithItemRow[] = await db
    .selectFrom(choose(db.selectFrom('runs').selectAll('runs')).as('runs'))
    .leftJoin('run_items', (join) =>
      join.onRef('run_items.installation', '=', 'runs.installation').onRef('run_items.run', '=', 'runs.id'),
    )
    .selectAll('runs')
    .select(['run_items.item', 'run_items.title as item_title', 'run_items.title_content', 'run_items.detail'])
    .select(['run_items.phase', 'run_items.parent', 'run_items.rules', 'run_items.does_not_apply'])
    .select(['run_items.added_by', 'run_items.added_by_name', 'run_items.approvals', 'run_items.evidence'])
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

type Query<O> = SelectQueryBuilder<Tables, 'runs', O>;

export function newestFirst<O>(runs: Query<O>): Query<O> {
  return runs.orderBy('posted_at', 'desc').orderBy('id', 'desc');
}

/** A channel's runs. */
export function newestIn(
  runs: RunsQuery,
  { installation, channel, limit }: { installation: string; channel: string; limit: number },
): RunsQuery {
  return newestFirst(runs.where('installation', '=', installation).where('channel', '=', channel)).limit(limit);
}

/** Neither complete nor archived, and not refused in the first place. */
export function stillOpen<O>(runs: Query<O>): Query<O> {
  return runs
    .where('completed_at', 'is', null)
    .where('archived_at', 'is', null)
    .where((eb) =>
      eb.or([eb('message', 'is not', null), eb('parked_reason', 'is', null), eb('parked_reason', '=', 'uncertain')]),
    );
}

/** Those that a person posted, has an item of, or changed something in. */
export function ofPerson<O>(
  runs: Query<O>,
  { installation, person }: { installation: string; person: string },
): Query<O> {
  return runs
    .where('runs.installation', '=', installation)
    .where((eb) =>
      eb.or([
        eb('posted_by', '=', person),
        eb.exists(
          eb
            .selectFrom('run_items')
            .select('run_items.item')
            .whereRef('run_items.installation', '=', 'runs.installation')
            .whereRef('run_items.run', '=', 'runs.id')
            .where('run_items.assignee', '=', person),
        ),
        eb.exists(
          eb
            .selectFrom('item_events')
            .select('item_events.version')
            .whereRef('item_events.installation', '=', 'runs.installation')
            .whereRef('item_events.run', '=', 'runs.id')
            .where('item_events.changed_by', '=', person),
        ),
      ]),
    );
}

/**
 * The posting, the changes of the items, the reposts and the archiving, in the order in which they were saved: the times of presses
 * are Slack's, those of dialogs ours, so sorting by time could turn the order around.
 */
export function readHistory(db: Database, key: RunKey): Promise<RunEvent[]> {
  return transaction(db, async (trx) => {
    const run = await readRun(trx, key);
    const items = await trx
      .selectFrom('item_events')
      .selectAll()
      .where('installation', '=', key.installation)
      .where('run', '=', key.run)
      .orderBy('version')
      .execute();
    const postings = await trx
      .selectFrom('owed')
      .select(['asked_by as id', 'asked_by_name as name', 'asked_at as at', 'version'])
      .where('installation', '=', key.installation)
      .where('run', '=', key.run)
      .where('id', 'like', 'posting:%')
      .where('state', 'in', ['sent', 'uncertain'])
      .orderBy('number')
      .execute();
    const untold = await trx
      .selectFrom('owed')
      .select(['id', 'version', 'state', 'reason'])
      .where('installation', '=', key.installation)
      .where('run', '=', key.run)
      .where('id', 'like', 'assigned:%')
      .where('state', 'in', ['refused', 'uncertain'])
      .execute();
    const reposts = postings.flatMap(({ id, name, at, version }): Saved[] =>
      id === null || name === null || at === null
        ? []
        : [{ version, event: { kind: 'reposted', by: { id, name }, at: new Date(at) } }],
    );
    const changes = items.map(
      (row): Saved => ({ version: row.version, event: withUntold(toRunEvent(row), row, untold) }),
    );
    const events = [...changes, ...reposts].toSorted((one, other) => one.version - other.version);
    return withArchiving(run, [
      { kind: 'posted', by: run.postedBy, at: run.postedAt },
      ...events.map(({ event }) => event),
    ]);
  });
}

/** An event, and the version of the run when it was saved. A repost raises no version: it comes after the change of its version. */
interface Saved {
  readonly version: number;
  readonly event: RunEvent;
}

type Untold = Pick<Selectable<NotificationsTable>, 'id' | 'version' | 'state' | 'reason'>;

/** Adds to an assignment that its direct message, which has the same version, did not arrive. */
function withUntold(
  event: RunEvent,
  { version }: Pick<ItemEventsTable, 'version'>,
  untold: readonly Untold[],
): RunEvent {
  if (event.kind !== 'assigned' || event.to === undefined) return event;
  const id = assignmentId(event.item, event.to);
  const row = untold.find((one) => one.version === version && one.id === id);
  if (row === undefined) return event;
  return { ...event, untold: row.state === 'refused' ? (row.reason ?? 'refused') : 'uncertain' };
}

/** The version of the archiving is not stored, so its time places it. */
function withArchiving({ archivedAt: at, archivedBy: by }: Run, events: readonly RunEvent[]): RunEvent[] {
  if (at === undefined || by === undefined) return [...events];
  const before = events.findLastIndex((event) => event.at <= at) + 1;
  return events.toSpliced(before, 0, { kind: 'archived', by, at });
}

function toRunEvent(row: Selectable<ItemEventsTable>): RunEvent {
  return {
    by: { id: row.changed_by, name: row.changed_by_name },
    at: new Date(row.changed_at),
    item: row.item,
    ...toItemEvent(row),
  };
}

function toItemEvent({ part, state, detail }: Selectable<ItemEventsTable>): ItemEvent {
  const value = detail === null ? undefined : JSON.parse(detail);
  switch (part) {
    case 'assignee':
      return { kind: 'assigned', ...(value && { to: { id: value.id, name: value.name } }) };
    case 'due':
      return { kind: 'due', ...(value && { due: value }) };
    case 'note':
      return { kind: 'note', ...(value && { note: value }) };
    case 'state':
      if (state === 'skipped') return { kind: 'skipped', reason: value ?? '' };
      return { kind: state === 'done' ? 'done' : 'reopened' };
  }
}

/** Writes some columns of one run. The run must be locked if they depend on what was read. */
export async function updateRun(
  trx: Kysely<Tables>,
  { installation, id }: Pick<Run, 'installation' | 'id'>,
  changes: Updateable<RunsTable>,
): Promise<void> {
  await trx.updateTable('runs').set(changes).where('installation', '=', installation).where('id', '=', id).execute();
}
