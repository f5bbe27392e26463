import type { Transaction } from 'kysely';
import type { ChangedRun, RunRecord } from '../checklist/change-item.js';
import { archived, type RoleChange, type RunPress, unarchived, withItem, withRole } from '../checklist/change-run.js';
import { withBypass, withoutBypass } from '../checklist/gate.js';
import type { Run } from '../checklist/run.js';
import type { ItemChanged, RunKey, RunStore } from '../checklist/run-store.js';
import type { Database } from './database.js';
import { tellCompletion } from './item-changes.js';
import { addNotification } from './notifications.js';
import { writeEvents } from './run-events.js';
import { readRun, updateRun } from './run-queries.js';
import { toItemRows, toRunRow } from './run-rows.js';
import type { Tables } from './tables.js';
import { withRunLocked } from './transaction.js';

type Managing = Pick<RunStore, 'addItem' | 'setRole' | 'bypass' | 'withdrawBypass' | 'archive' | 'unarchive'>;

/** The changes of a run as a whole that its rules decide about. */
export function createManaging(db: Database): Managing {
  return {
    addItem: ({ installation, run: id, ...item }) =>
      withRunLocked(db, { installation, run: id }, async (trx) => {
        const before = await readRun(trx, { installation, run: id });
        const { run, records, refused } = withItem(before, item);
        if (records.length === 0) return answer(run, refused);
        await insertItem(trx, run, item.id);
        return write(trx, before, { run, records });
      }),

    setRole: ({ installation, run: id, ...change }) =>
      withRunLocked(db, { installation, run: id }, async (trx) => {
        const before = await readRun(trx, { installation, run: id });
        const { applied, run, records, refused } = withRole(before, change);
        if (!applied) return answer(run, refused);
        const written = await write(trx, before, { run, records });
        if (records.length > 0) await tellRole(trx, run, change);
        return written;
      }),

    bypass: ({ installation, run, ...opening }) =>
      changeGate(db, { installation, run }, (before) => withBypass(before, opening)),
    withdrawBypass: ({ installation, run, ...closing }) =>
      changeGate(db, { installation, run }, (before) => withoutBypass(before, closing)),

    archive: ({ installation, run, ...press }) => archive(db, { installation, run }, press, archived),
    unarchive: ({ installation, run, ...press }) => archive(db, { installation, run }, press, unarchived),
  };
}

/** Opens the gate or closes it again, and says so in the thread. */
function changeGate(db: Database, key: RunKey, change: (run: Run) => ChangedRun): Promise<ItemChanged> {
  return withRunLocked(db, key, async (trx) => {
    const before = await readRun(trx, key);
    const { run, records, refused } = change(before);
    if (records.length === 0) return answer(run, refused);
    const written = await write(trx, before, { run, records });
    for (const record of records) await tellGate(trx, run, record);
    return written;
  });
}

/** Archives a run or brings it back, unless a newer press has done either. */
function archive(
  db: Database,
  key: RunKey,
  press: RunPress,
  change: (run: Run, press: RunPress) => ChangedRun,
): Promise<ItemChanged> {
  return withRunLocked(db, key, async (trx) => {
    const before = await readRun(trx, key);
    const { archive_sequence: latest } = await trx
      .selectFrom('runs')
      .select('archive_sequence')
      .where('installation', '=', before.installation)
      .where('id', '=', before.id)
      .executeTakeFirstOrThrow();
    const sequence = press.sequence ?? latest + 1;
    if (sequence <= latest) return { run: before };
    const { run, records, refused } = change(before, press);
    if (refused) return { run, refused };
    await updateRun(trx, before, { archive_sequence: sequence });
    if (records.length === 0) return { run };
    await keepArchiving(trx, before);
    return write(trx, before, { run, records });
  });
}

/** Earlier releases stored the archiving with the run only. Bringing it back must not remove it from the history. */
async function keepArchiving(trx: Transaction<Tables>, run: Run): Promise<void> {
  const { archivedAt: at, archivedBy: by } = run;
  if (at === undefined || by === undefined) return;
  const stored = await trx
    .selectFrom('run_events')
    .select('kind')
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .where('kind', 'in', ['archived', 'unarchived'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (stored?.kind === 'archived') return;
  // Archiving raised the version, and nothing else was stored with that number. Later changes by an earlier release may follow.
  await writeEvents(trx, [{ run, records: [{ version: run.wantedVersion, event: { kind: 'archived', by, at } }] }]);
}

async function insertItem(trx: Transaction<Tables>, run: Run, id: string): Promise<void> {
  const position = run.items.findIndex((item) => item.id === id);
  await trx
    .updateTable('run_items')
    .set((eb) => ({ position: eb('position', '+', 1) }))
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .where('position', '>=', position)
    .execute();
  await trx
    .insertInto('run_items')
    .values(toItemRows(run, (item) => item.id === id))
    .execute();
}

/** Writes a changed run, what happened to it, and what people have to be told. */
async function write(
  trx: Transaction<Tables>,
  before: Run,
  { run, records }: Pick<ChangedRun, 'run' | 'records'>,
): Promise<ItemChanged> {
  const { archived_at, archived_by, archived_by_name, bypasses, completed_at, lead, parked_reason, roles } =
    toRunRow(run);
  await updateRun(trx, run, {
    ...{ archived_at, archived_by, archived_by_name, bypasses, completed_at, lead, parked_reason, roles },
    wanted_version: run.wantedVersion,
  });
  await writeEvents(trx, [{ run, records }]);
  await tellCompletion(trx, before, run);
  return { run };
}

/** The thread says who has the role now. A run without a message has no thread yet. */
async function tellRole(trx: Transaction<Tables>, run: Run, { role, to, by, note }: RoleChange): Promise<void> {
  if (run.message === undefined) return;
  await addNotification(trx, run, {
    id: `role:${run.wantedVersion}`,
    content: {
      kind: 'role',
      role,
      by: { id: by.id, name: by.name },
      ...(to && { to: { id: to.id, name: to.name } }),
      ...(note?.trim() && { note: note.trim() }),
    },
  });
}

/** The thread says who opened the gate and why, or closed it. Without a message, the posting is the first to say so. */
async function tellGate(trx: Transaction<Tables>, run: Run, { version, event }: RunRecord): Promise<void> {
  if (run.message === undefined || (event.kind !== 'bypassed' && event.kind !== 'bypass withdrawn')) return;
  const phase = run.phases.find(({ id }) => id === event.phase)?.title;
  await addNotification(trx, run, {
    id: `gate:${version}`,
    content: {
      kind: 'gate',
      by: { id: event.by.id, name: event.by.name },
      ...(phase !== undefined && { phase }),
      ...(event.kind === 'bypassed' && { reason: event.reason }),
    },
  });
}

function answer(run: Run, refused: ItemChanged['refused']): ItemChanged {
  return { run, ...(refused && { refused }) };
}
