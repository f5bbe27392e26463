import type { Insertable, Selectable, Transaction } from 'kysely';
import type { RunRecord } from '../checklist/change-item.js';
import { ItemNotFound } from '../checklist/errors.js';
import type { ItemField, Run, RunEvent } from '../checklist/run.js';
import { inStatements, milliseconds, withoutNul } from './run-rows.js';
import type { ItemEventsTable, RunEventsTable, Tables } from './tables.js';

/** What has happened to a run, which is the run after it. */
export interface Happened {
  readonly run: Run;
  readonly records: readonly RunRecord[];
}

/** Writes what has happened. */
export async function writeEvents(trx: Transaction<Tables>, happened: readonly Happened[]): Promise<void> {
  const rows = happened.flatMap(({ run, records }) => records.map((record) => toRow(run, record)));
  const items = rows.flatMap((row) => ('part' in row ? [row] : []));
  const others = rows.flatMap((row) => ('part' in row ? [] : [row]));
  for (const part of inStatements(items)) await trx.insertInto('item_events').values(part).execute();
  for (const part of inStatements(others)) await trx.insertInto('run_events').values(part).execute();
}

function toRow(run: Run, { version, event }: RunRecord): Insertable<ItemEventsTable> | Insertable<RunEventsTable> {
  const common = {
    installation: run.installation,
    run: run.id,
    version,
    changed_by: event.by.id,
    changed_by_name: withoutNul(event.by.name),
    changed_at: milliseconds(event.at),
  };
  const ofItem = (part: ItemField, detail: unknown): Insertable<ItemEventsTable> => {
    if (!('item' in event)) throw new Error(`The event ${event.kind} is not about an item`);
    return { ...common, item: event.item, part, state: stateAfter(run, event), detail: toDetail(detail) };
  };
  switch (event.kind) {
    case 'reopened':
      return ofItem('state', undefined);
    case 'done':
      return ofItem('state', event.evidence);
    case 'skipped':
      return ofItem('state', event.reason);
    case 'assigned':
      return ofItem('assignee', event.to);
    case 'due':
      return ofItem('due', event.due);
    case 'note':
      return ofItem('note', event.note);
    case 'role': {
      const { role, to } = event;
      return { ...common, kind: 'role', item: null, detail: toDetail({ role, to }) };
    }
    case 'bypassed':
    case 'bypass withdrawn': {
      const { by: _, at: __, kind, ...detail } = event;
      return { ...common, kind, item: null, detail: toDetail(detail) };
    }
    case 'approved':
      return { ...common, kind: event.kind, item: event.item, detail: toDetail(event.evidence) };
    case 'approval withdrawn':
    case 'added':
      return { ...common, kind: event.kind, item: event.item, detail: null };
    case 'archived':
    case 'unarchived':
      return { ...common, kind: event.kind, item: null, detail: null };
    case 'posted':
    case 'reposted':
      throw new Error(`The event ${event.kind} is stored with the outbox`);
  }
}

/** The item's state after the event; for the change of another field, its state after all of them. */
function stateAfter({ id: run, items }: Run, event: Extract<RunEvent, { item: string }>): ItemEventsTable['state'] {
  if (event.kind === 'done' || event.kind === 'skipped') return event.kind;
  if (event.kind === 'reopened') return 'open';
  const item = items.find(({ id }) => id === event.item);
  if (item === undefined) throw new ItemNotFound(run, event.item);
  return item.state.kind;
}

function toDetail(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** A stored event and its version. */
export interface SavedEvent {
  readonly version: number;
  readonly event: RunEvent;
}

/** The changes of a run's items and what else was stored about it, in the order in which it was saved. */
export async function readEvents(
  trx: Transaction<Tables>,
  { installation, id }: Pick<Run, 'installation' | 'id'>,
): Promise<SavedEvent[]> {
  const [items, others] = [
    await trx
      .selectFrom('item_events')
      .selectAll()
      .where('installation', '=', installation)
      .where('run', '=', id)
      .execute(),
    await trx
      .selectFrom('run_events')
      .selectAll()
      .where('installation', '=', installation)
      .where('run', '=', id)
      .execute(),
  ];
  const events = [...items.map(fromItemRow), ...others.flatMap(fromRunRow)];
  return events.toSorted((one, other) => one.version - other.version);
}

function fromItemRow(row: Selectable<ItemEventsTable>): SavedEvent {
  const value = row.detail === null ? undefined : JSON.parse(row.detail);
  const common = { ...byAndAt(row), item: row.item };
  const event = (): RunEvent => {
    switch (row.part) {
      case 'assignee':
        return { ...common, kind: 'assigned', ...(value && { to: { id: value.id, name: value.name } }) };
      case 'due':
        return { ...common, kind: 'due', ...(value && { due: value }) };
      case 'note':
        return { ...common, kind: 'note', ...(value && { note: value }) };
      case 'state':
        if (row.state === 'skipped') return { ...common, kind: 'skipped', reason: value ?? '' };
        if (row.state === 'open') return { ...common, kind: 'reopened' };
        return { ...common, kind: 'done', ...(value !== undefined && { evidence: value }) };
    }
  };
  return { version: row.version, event: event() };
}

/** Nothing for a kind that only a later release knows. */
function fromRunRow(row: Selectable<RunEventsTable>): SavedEvent[] {
  const { detail, item, kind, version } = row;
  const value = detail === null ? undefined : JSON.parse(detail);
  const common = byAndAt(row);
  const saved = (event: RunEvent): SavedEvent[] => [{ version, event }];
  switch (kind) {
    case 'role':
      return saved({ ...common, kind, role: value.role, ...(value.to && { to: value.to }) });
    case 'bypassed':
      return saved({ ...common, kind, reason: value.reason, ...(value.phase && { phase: value.phase }) });
    case 'bypass withdrawn':
      return saved({ ...common, kind, ...(value.phase && { phase: value.phase }) });
    case 'archived':
    case 'unarchived':
      return saved({ ...common, kind });
    case 'approved':
      return item === null ? [] : saved({ ...common, kind, item, ...(value !== undefined && { evidence: value }) });
    case 'approval withdrawn':
    case 'added':
      return item === null ? [] : saved({ ...common, kind, item });
    default:
      return [];
  }
}

function byAndAt(row: Selectable<ItemEventsTable> | Selectable<RunEventsTable>): Pick<RunEvent, 'by' | 'at'> {
  return { by: { id: row.changed_by, name: row.changed_by_name }, at: new Date(row.changed_at) };
}
