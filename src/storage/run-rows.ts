import type { Insertable, Nullable, Selectable } from 'kysely';
import { holderOf, LEAD } from '../checklist/rules.js';
import type { Approval, Assignee, Bypass, ItemField, ItemState, Person, Run, RunItem } from '../checklist/run.js';
import type { ItemDetailColumns, ItemStateColumns, RunItemsTable, RunsTable } from './tables.js';

/** The shared window of earlier releases, which read it during an upgrade. */
const FIRST_OPEN = -1;

/** A statement takes a limited number of values: 32,766 on SQLite, and each item has three dozen. */
const ROWS_PER_STATEMENT = 500;

/** Rows in as many parts as they need statements. */
export function inStatements<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_PER_STATEMENT) }, (_, part) =>
    rows.slice(part * ROWS_PER_STATEMENT, (part + 1) * ROWS_PER_STATEMENT),
  );
}

export function toRunRow(run: Run): Insertable<RunsTable> {
  return {
    installation: run.installation,
    id: run.id,
    channel: run.channel,
    message: run.message ?? null,
    moved_from: run.movedFrom ?? null,
    page: run.page,
    checklist: run.checklist ?? null,
    thread: run.thread ?? null,
    title: withoutNul(run.title),
    name: run.name === undefined ? null : withoutNul(run.name),
    phases: JSON.stringify(run.phases),
    variables: JSON.stringify(run.variables),
    roles: JSON.stringify(run.roles),
    managed_by_anyone: Number(run.managedByAnyone),
    bypasses: JSON.stringify(run.bypasses ?? []),
    lead: holderOf(run, LEAD)?.id ?? null,
    left_out: JSON.stringify(run.leftOut),
    guide_revision: run.guideRevision,
    posted_by: run.postedBy.id,
    posted_by_name: withoutNul(run.postedBy.name),
    posted_at: milliseconds(run.postedAt),
    is_public: run.isPublic === undefined ? null : Number(run.isPublic),
    shown_window: FIRST_OPEN,
    window_sequence: 0,
    completed_at: run.completedAt === undefined ? null : milliseconds(run.completedAt),
    archived_at: run.archivedAt === undefined ? null : milliseconds(run.archivedAt),
    archived_by: run.archivedBy?.id ?? null,
    archived_by_name: run.archivedBy === undefined ? null : withoutNul(run.archivedBy.name),
    archive_sequence: 0,
    wanted_version: run.wantedVersion,
    drawn_version: run.shownVersion,
    completion_said: 0,
    parked_reason: run.undeliverableReason ?? null,
    leased_by: null,
    leased_until: 0,
    draw_after: 0,
    draw_failures: 0,
    drawn_at: 0,
    confirm_at: null,
  };
}

/** @param isWanted which of the items; otherwise all */
export function toItemRows(
  run: Run,
  isWanted: (item: RunItem, position: number) => boolean = () => true,
): Insertable<RunItemsTable>[] {
  return run.items.flatMap((item, position) => (isWanted(item, position) ? [toItemRow(run, item, position)] : []));
}

function toItemRow(run: Run, item: RunItem, position: number): Insertable<RunItemsTable> {
  return {
    installation: run.installation,
    run: run.id,
    item: item.id,
    position,
    title: withoutNul(item.title),
    title_content: JSON.stringify(item.titleContent),
    detail: JSON.stringify(item.detail),
    phase: item.phase ?? null,
    parent: item.parent ?? null,
    rules: JSON.stringify(item.rules),
    does_not_apply: item.doesNotApply === undefined ? null : withoutNul(item.doesNotApply),
    added_by: item.addedBy?.id ?? null,
    added_by_name: item.addedBy === undefined ? null : withoutNul(item.addedBy.name),
    ...toItemColumns(item),
  };
}

/** The columns that a press can change. */
function toItemColumns(item: RunItem): ItemStateColumns & ItemDetailColumns {
  return {
    ...toStateColumns(item.state),
    approvals: JSON.stringify(item.approvals),
    assignee: item.assignee?.id ?? null,
    assignee_name: item.assignee === undefined ? null : withoutNul(item.assignee.name),
    assigned_by: item.assignee?.by.id ?? null,
    assigned_by_name: item.assignee === undefined ? null : withoutNul(item.assignee.by.name),
    due: item.due ?? null,
    note: item.note === undefined ? null : withoutNul(item.note),
    state_sequence: item.latestPress.state ?? 0,
    assignee_sequence: item.latestPress.assignee ?? 0,
    due_sequence: item.latestPress.due ?? 0,
    note_sequence: item.latestPress.note ?? 0,
  };
}

function toStateColumns(state: ItemState): Omit<ItemStateColumns, 'approvals'> {
  return {
    state: state.kind,
    ...(state.kind === 'open'
      ? { state_by: null, state_by_name: null, state_at: null }
      : { state_by: state.by.id, state_by_name: withoutNul(state.by.name), state_at: milliseconds(state.at) }),
    via_parent: state.kind !== 'open' && state.viaParent ? 1 : 0,
    state_reason: state.kind === 'skipped' ? withoutNul(state.reason) : null,
    evidence: state.kind === 'done' && state.evidence !== undefined ? withoutNul(state.evidence) : null,
  };
}

/** The outbox's id of the direct message to an assignee: one for each item and person, however often the item changes hands. */
export function assignmentId(item: string, to: Person): string {
  return `assigned:${item}:${to.id}`;
}

/** Postgres refuses the character NUL in a text, and SQLite cuts the text off there. Markdown replaces it in the same way. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}');
}

export function milliseconds(time: Date): number {
  const value = time.getTime();
  if (Number.isNaN(value)) throw new RangeError('Cannot store an invalid date');
  return value;
}

type ItemColumns = Pick<
  Selectable<RunItemsTable>,
  'item' | 'title_content' | 'detail' | 'phase' | 'parent' | 'rules' | 'does_not_apply' | 'added_by' | 'added_by_name'
> &
  ItemStateColumns &
  ItemDetailColumns & { item_title: string };

/** A run joined with one of its items; without an item if the run has none. */
export type RunWithItemRow = Selectable<RunsTable> & Nullable<ItemColumns>;

/** Groups consecutive rows into runs. */
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
    ...(row.checklist === null ? {} : { checklist: row.checklist }),
    ...(row.thread === null ? {} : { thread: row.thread }),
    title: row.title,
    ...(row.name === null ? {} : { name: row.name }),
    guideRevision: row.guide_revision,
    ...(row.is_public === null ? {} : { isPublic: row.is_public === 1 }),
    phases: JSON.parse(row.phases),
    items,
    variables: JSON.parse(row.variables),
    roles: JSON.parse(row.roles),
    managedByAnyone: row.managed_by_anyone === 1,
    ...bypassesOf(row),
    leftOut: JSON.parse(row.left_out),
    postedBy: { id: row.posted_by, name: row.posted_by_name },
    postedAt: new Date(row.posted_at),
    ...(row.completed_at === null ? {} : { completedAt: new Date(row.completed_at) }),
    ...(row.archived_at === null ? {} : { archivedAt: new Date(row.archived_at) }),
    ...(archivedBy === undefined ? {} : { archivedBy }),
    ...(row.parked_reason === null ? {} : { undeliverableReason: row.parked_reason }),
    wantedVersion: row.wanted_version,
    shownVersion: row.drawn_version,
  };
}

function bypassesOf({ bypasses }: Pick<RunsTable, 'bypasses'>): Pick<Run, 'bypasses'> {
  const all: Bypass[] = JSON.parse(bypasses);
  return all.length === 0 ? {} : { bypasses: all.map((bypass) => ({ ...bypass, at: new Date(bypass.at) })) };
}

function toItem(row: ItemColumns): RunItem {
  const assignee = toAssignee(row);
  const addedBy = toPerson(row.added_by, row.added_by_name);
  return {
    id: row.item,
    title: row.item_title,
    titleContent: JSON.parse(row.title_content),
    detail: JSON.parse(row.detail),
    ...(row.phase === null ? {} : { phase: row.phase }),
    ...(row.parent === null ? {} : { parent: row.parent }),
    rules: JSON.parse(row.rules),
    ...(row.does_not_apply === null ? {} : { doesNotApply: row.does_not_apply }),
    ...(addedBy === undefined ? {} : { addedBy }),
    state: toState(row),
    approvals: toApprovals(row.approvals),
    ...(assignee === undefined ? {} : { assignee }),
    ...(row.due === null ? {} : { due: row.due }),
    ...(row.note === null ? {} : { note: row.note }),
    latestPress: toLatestPress(row),
  };
}

function toPerson(id: string | null, name: string | null): Person | undefined {
  return id === null || name === null ? undefined : { id, name };
}

function toAssignee(row: ItemColumns): Assignee | undefined {
  const [person, by] = [toPerson(row.assignee, row.assignee_name), toPerson(row.assigned_by, row.assigned_by_name)];
  return person === undefined || by === undefined ? undefined : { ...person, by };
}

function toApprovals(json: string): Approval[] {
  return JSON.parse(json).map((approval: Approval) => ({ ...approval, at: new Date(approval.at) }));
}

function toState(row: ItemColumns): ItemState {
  const { evidence, state, state_at, state_by, state_by_name, state_reason, via_parent } = row;
  const by = toPerson(state_by, state_by_name);
  if (state === 'open' || by === undefined || state_at === null) return { kind: 'open' };
  const common = { by, at: new Date(state_at), ...(via_parent === 1 && ({ viaParent: true } as const)) };
  if (state === 'done') return { kind: 'done', ...common, ...(evidence === null ? {} : { evidence }) };
  return { kind: 'skipped', ...common, reason: state_reason ?? '' };
}

function toLatestPress(row: ItemColumns): RunItem['latestPress'] {
  const fields: readonly (readonly [ItemField, number])[] = [
    ['state', row.state_sequence],
    ['assignee', row.assignee_sequence],
    ['due', row.due_sequence],
    ['note', row.note_sequence],
  ];
  return Object.fromEntries(fields.filter(([, sequence]) => sequence > 0));
}
