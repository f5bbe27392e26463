import type { Nullable, Selectable } from 'kysely';
import type { Assignee, ItemPart, ItemState, Person, Run, RunItem } from '../../checklist/run.js';
import type { ItemCareColumns, ItemStateColumns, RunItemsTable, RunsTable } from '../tables.js';
import { fromShownWindow } from './to-rows.js';

type ItemColumns = Pick<Selectable<RunItemsTable>, 'item' | 'title_content' | 'detail'> &
  ItemStateColumns &
  ItemCareColumns & { item_title: string };

/** A run beside one of its items; without an item where the run has none. */
export type RunWithItemRow = Selectable<RunsTable> & Nullable<ItemColumns>;

/** Gathers rows that follow each other into runs. */
export function toRuns(rows: readonly RunWithItemRow[]): Run[] {
  const runs: { row: RunWithItemRow; items: RunItem[] }[] = [];
  for (const row of rows) {
    let last = runs.at(-1);
    if (last === undefined || last.row.id !== row.id || last.row.installation !== row.installation) {
      last = { row, items: [] };
      runs.push(last);
    }
    if (row.item !== null) last.items.push(toItem(row as RunWithItemRow & ItemColumns));
  }
  return runs.map(({ row, items }) => toRun(row, items));
}

function toRun(row: RunWithItemRow, items: readonly RunItem[]): Run {
  const archivedBy = toPerson(row.archived_by, row.archived_by_name);
  return {
    installation: row.installation,
    id: row.id,
    channel: row.channel,
    ...(row.message === null ? {} : { message: row.message }),
    ...(row.moved_from === null ? {} : { movedFrom: row.moved_from }),
    page: row.page,
    title: row.title,
    ...(row.name === null ? {} : { name: row.name }),
    guideRevision: row.guide_revision,
    items,
    leftOut: JSON.parse(row.left_out),
    postedBy: { id: row.posted_by, name: row.posted_by_name },
    postedAt: new Date(row.posted_at),
    window: fromShownWindow(row.shown_window),
    ...(row.completed_at === null ? {} : { completedAt: new Date(row.completed_at) }),
    ...(row.archived_at === null ? {} : { archivedAt: new Date(row.archived_at) }),
    ...(archivedBy === undefined ? {} : { archivedBy }),
    ...(row.parked_reason === null ? {} : { parkedReason: row.parked_reason }),
    wantedVersion: row.wanted_version,
    drawnVersion: row.drawn_version,
  };
}

function toItem(row: ItemColumns): RunItem {
  const assignee = toAssignee(row);
  return {
    id: row.item,
    title: row.item_title,
    titleContent: JSON.parse(row.title_content),
    detail: JSON.parse(row.detail),
    state: toState(row),
    ...(assignee === undefined ? {} : { assignee }),
    ...(row.due === null ? {} : { due: row.due }),
    ...(row.note === null ? {} : { note: row.note }),
    taken: toTaken(row),
  };
}

function toPerson(id: string | null, name: string | null): Person | undefined {
  return id === null || name === null ? undefined : { id, name };
}

function toAssignee(row: ItemColumns): Assignee | undefined {
  const [person, by] = [toPerson(row.assignee, row.assignee_name), toPerson(row.assigned_by, row.assigned_by_name)];
  return person === undefined || by === undefined ? undefined : { ...person, by };
}

function toState({ state, state_by, state_by_name, state_at, state_reason }: ItemColumns): ItemState {
  const by = toPerson(state_by, state_by_name);
  if (state === 'open' || by === undefined || state_at === null) return { kind: 'open' };
  const at = new Date(state_at);
  return state === 'done' ? { kind: 'done', by, at } : { kind: 'skipped', by, at, reason: state_reason ?? '' };
}

function toTaken(row: ItemColumns): RunItem['taken'] {
  const parts: readonly (readonly [ItemPart, number])[] = [
    ['state', row.state_sequence],
    ['assignee', row.assignee_sequence],
    ['due', row.due_sequence],
    ['note', row.note_sequence],
  ];
  return Object.fromEntries(parts.filter(([, sequence]) => sequence > 0));
}
