import type { Insertable } from 'kysely';
import type { ItemChange } from '../../checklist/item-change.js';
import type { ItemPart, ItemState, Run, RunItem, RunWindow } from '../../checklist/run.js';
import { ItemNotFound } from '../../checklist/run-store.js';
import type { ItemCareColumns, ItemEventsTable, ItemStateColumns, RunItemsTable, RunsTable } from '../tables.js';

const FIRST_OPEN = -1;

export function toRunRow(run: Run): Insertable<RunsTable> {
  return {
    installation: run.installation,
    id: run.id,
    channel: run.channel,
    message: run.message ?? null,
    moved_from: run.movedFrom ?? null,
    page: run.page,
    title: storable(run.title),
    name: run.name === undefined ? null : storable(run.name),
    left_out: JSON.stringify(run.leftOut),
    guide_revision: run.guideRevision,
    posted_by: run.postedBy.id,
    posted_by_name: storable(run.postedBy.name),
    posted_at: milliseconds(run.postedAt),
    shown_window: toShownWindow(run.window),
    window_sequence: 0,
    completed_at: run.completedAt === undefined ? null : milliseconds(run.completedAt),
    archived_at: run.archivedAt === undefined ? null : milliseconds(run.archivedAt),
    archived_by: run.archivedBy?.id ?? null,
    archived_by_name: run.archivedBy === undefined ? null : storable(run.archivedBy.name),
    wanted_version: run.wantedVersion,
    drawn_version: run.drawnVersion,
    completion_said: 0,
    parked_reason: run.parkedReason ?? null,
    leased_by: null,
    leased_until: 0,
    draw_after: 0,
    draw_failures: 0,
    drawn_at: 0,
    confirm_at: null,
  };
}

export function toShownWindow(window: RunWindow): number {
  return window === 'first-open' ? FIRST_OPEN : window;
}
export function fromShownWindow(shown: number): RunWindow {
  return shown === FIRST_OPEN ? 'first-open' : shown;
}

export function toItemRows(run: Run): Insertable<RunItemsTable>[] {
  return run.items.map((item, position) => ({
    installation: run.installation,
    run: run.id,
    item: item.id,
    position,
    title: storable(item.title),
    title_content: JSON.stringify(item.titleContent),
    detail: JSON.stringify(item.detail),
    ...toItemColumns(item),
  }));
}

/** Everything of an item that a press can change. */
function toItemColumns(item: RunItem): ItemStateColumns & ItemCareColumns {
  return {
    ...toStateColumns(item.state),
    assignee: item.assignee?.id ?? null,
    assignee_name: item.assignee === undefined ? null : storable(item.assignee.name),
    assigned_by: item.assignee?.by.id ?? null,
    assigned_by_name: item.assignee === undefined ? null : storable(item.assignee.by.name),
    due: item.due ?? null,
    note: item.note === undefined ? null : storable(item.note),
    state_sequence: item.taken.state ?? 0,
    assignee_sequence: item.taken.assignee ?? 0,
    due_sequence: item.taken.due ?? 0,
    note_sequence: item.taken.note ?? 0,
  };
}

function toStateColumns(state: ItemState): ItemStateColumns {
  return {
    state: state.kind,
    ...(state.kind === 'open'
      ? { state_by: null, state_by_name: null, state_at: null }
      : { state_by: state.by.id, state_by_name: storable(state.by.name), state_at: milliseconds(state.at) }),
    state_reason: state.kind === 'skipped' ? storable(state.reason) : null,
  };
}

/** What became of an item in the change that led to this version of the run. */
export function toEventRow(run: Run, { item: id, part, by, at }: ItemChange): Insertable<ItemEventsTable> {
  const item = run.items.find((candidate) => candidate.id === id);
  if (item === undefined) throw new ItemNotFound(run.id, id);
  return {
    installation: run.installation,
    run: run.id,
    version: run.wantedVersion,
    item: id,
    part,
    state: item.state.kind,
    detail: toDetail(item, part),
    changed_by: by.id,
    changed_by_name: storable(by.name),
    changed_at: milliseconds(at),
  };
}

function toDetail(item: RunItem, part: ItemPart): string | null {
  const value = part === 'state' ? (item.state.kind === 'skipped' ? item.state.reason : undefined) : item[part];
  return value === undefined ? null : JSON.stringify(value);
}

/** Postgres refuses the character NUL in a text, and SQLite cuts the text at it. Markdown replaces it in the same way. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}');
}

export function milliseconds(time: Date): number {
  const value = time.getTime();
  if (Number.isNaN(value)) throw new RangeError('A time to be stored is not a valid date');
  return value;
}
