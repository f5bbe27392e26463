import type { Kysely, Selectable, SelectQueryBuilder, Updateable } from 'kysely';
import { RunNotFound } from '../checklist/errors.js';
import type { Run, RunEvent } from '../checklist/run.js';
import type { ChannelsSearch, RunKey, WhichRuns } from '../checklist/run-store.js';
import type { Database } from './database.js';
import { readEvents, type SavedEvent } from './run-events.js';
import { assignmentId, type RunWithItemRow, toRuns } from './run-rows.js';
import type { NotificationsTable, RunsTable, Tables } from './tables.js';
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
    .select('run_items.via_parent')
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

/** See `RunStore.inChannels`. */
export function newestInChannels(
  runs: RunsQuery,
  { installation, channels, page, checklist, name, which, limit }: ChannelsSearch,
): RunsQuery {
  const wanted = which === undefined ? notRefused(runs) : ofKind(runs, which);
  return newestFirst(
    wanted
      .where('installation', '=', installation)
      .$if(channels === 'public', (all) => all.where('is_public', '=', 1))
      .$if(channels !== 'public', (all) => all.where('channel', 'in', channels as readonly string[]))
      .$if(page !== undefined, (all) => all.where('page', '=', page ?? ''))
      .$if(checklist !== undefined, (all) => all.where('checklist', '=', checklist ?? ''))
      .$if(name !== undefined, (all) => all.where('name', '=', name ?? '')),
  ).limit(limit);
}

/** Neither complete nor archived, and not refused in the first place. */
export function stillOpen<O>(runs: Query<O>): Query<O> {
  return ofKind(runs, 'open');
}

/** Without those that Slack refused in the first place. */
export function notRefused<O>(runs: Query<O>): Query<O> {
  return runs.where((eb) =>
    eb.or([eb('message', 'is not', null), eb('parked_reason', 'is', null), eb('parked_reason', '=', 'uncertain')]),
  );
}

/** Of a kind, and not refused in the first place. */
export function ofKind<O>(runs: Query<O>, which: WhichRuns): Query<O> {
  const posted = notRefused(runs);
  if (which === 'archived') return posted.where('archived_at', 'is not', null);
  return posted.where('archived_at', 'is', null).where('completed_at', which === 'open' ? 'is' : 'is not', null);
}

/** Those that a person posted, leads, has an item of, or changed something in. */
export function ofPerson<O>(
  runs: Query<O>,
  { installation, person }: { installation: string; person: string },
): Query<O> {
  return runs
    .where('runs.installation', '=', installation)
    .where((eb) =>
      eb.or([
        eb('posted_by', '=', person),
        eb('lead', '=', person),
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
        eb.exists(
          eb
            .selectFrom('run_events')
            .select('run_events.version')
            .whereRef('run_events.installation', '=', 'runs.installation')
            .whereRef('run_events.run', '=', 'runs.id')
            .where('run_events.changed_by', '=', person),
        ),
      ]),
    );
}

/**
 * The posting, the changes of the run and its items, and the reposts, in the order in which they were saved: the times of presses
 * are Slack's, those of dialogs ours, so sorting by time could turn the order around.
 */
export function readHistory(db: Database, key: RunKey): Promise<RunEvent[]> {
  return transaction(db, async (trx) => {
    const run = await readRun(trx, key);
    const saved = await readEvents(trx, run);
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
    // A repost raises no version: it comes after the change of its version.
    const reposts = postings.flatMap(({ id, name, at, version }): SavedEvent[] =>
      id === null || name === null || at === null
        ? []
        : [{ version, event: { kind: 'reposted', by: { id, name }, at: new Date(at) } }],
    );
    const changes = saved.map(({ version, event }) => ({ version, event: withUntold(event, version, untold) }));
    const events = [...changes, ...reposts].toSorted((one, other) => one.version - other.version);
    return withArchiving(run, [
      { kind: 'posted', by: run.postedBy, at: run.postedAt },
      ...events.map(({ event }) => event),
    ]);
  });
}

type Untold = Pick<Selectable<NotificationsTable>, 'id' | 'version' | 'state' | 'reason'>;

/** Adds to an assignment that its direct message, which has the same version, did not arrive. */
function withUntold(event: RunEvent, version: number, untold: readonly Untold[]): RunEvent {
  if (event.kind !== 'assigned' || event.to === undefined) return event;
  const id = assignmentId(event.item, event.to);
  const row = untold.find((one) => one.version === version && one.id === id);
  if (row === undefined) return event;
  return { ...event, untold: row.state === 'refused' ? (row.reason ?? 'refused') : 'uncertain' };
}

/** Earlier releases stored the archiving with the run only, so its time places it. */
function withArchiving({ archivedAt: at, archivedBy: by }: Run, events: readonly RunEvent[]): RunEvent[] {
  const last = events.findLast(({ kind }) => kind === 'archived' || kind === 'unarchived');
  if (at === undefined || by === undefined || last?.kind === 'archived') return [...events];
  const before = events.findLastIndex((event) => event.at <= at) + 1;
  return events.toSpliced(before, 0, { kind: 'archived', by, at });
}

/** Writes some columns of one run. The run must be locked if they depend on what was read. */
export async function updateRun(
  trx: Kysely<Tables>,
  { installation, id }: Pick<Run, 'installation' | 'id'>,
  changes: Updateable<RunsTable>,
): Promise<void> {
  await trx.updateTable('runs').set(changes).where('installation', '=', installation).where('id', '=', id).execute();
}
