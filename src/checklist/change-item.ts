import { ItemNotFound } from './errors.js';
import {
  type Assignee,
  type CalendarDate,
  type ItemState,
  isComplete,
  type Person,
  type Run,
  type RunItem,
} from './run.js';

/** The state an item should have after a press. Never "the other one", so that a repeated press is harmless. */
export type Outcome =
  | { readonly kind: 'open' }
  | { readonly kind: 'done' }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Who changes an item, and when. */
export interface ItemPress {
  readonly item: string;
  readonly by: Person;
  readonly at: Date;
  /**
   * Slack's `action_ts` in microseconds (see `sequenceOf`), which orders all presses. A press that is not newer than the latest one
   * applied to the same field of the item changes nothing. A dialog has none, and our own clock may differ from Slack's: what it
   * saves comes after all presses on the run so far, and before every later one.
   */
  readonly sequence?: number;
}

/** One change of one field. */
export type ItemChange = ItemPress &
  (
    | { readonly field: 'state'; readonly outcome: Outcome }
    | { readonly field: 'assignee'; readonly assignee: Person | undefined }
    | { readonly field: 'due'; readonly due: CalendarDate | undefined }
    | { readonly field: 'note'; readonly note: string | undefined }
  );

/** What a dialog changes in one item. Fields that are absent stay as they are; without `to`, the value is removed. */
export interface ItemEdits {
  readonly outcome?: Outcome;
  readonly assignee?: { readonly to: Person | undefined };
  readonly due?: { readonly to: CalendarDate | undefined };
  readonly note?: { readonly to: string | undefined };
}

/** The edits as changes of one field each. */
export function toChanges(press: ItemPress, { outcome, assignee, due, note }: ItemEdits): ItemChange[] {
  return [
    ...(outcome ? [{ ...press, field: 'state', outcome } as const] : []),
    ...(assignee ? [{ ...press, field: 'assignee', assignee: assignee.to } as const] : []),
    ...(due ? [{ ...press, field: 'due', due: due.to } as const] : []),
    ...(note ? [{ ...press, field: 'note', note: note.to } as const] : []),
  ];
}

/** The result of a change. */
export interface ChangedRun {
  readonly run: Run;
  /** Whether the message must show something else. */
  readonly changed: boolean;
  /** Whether the press is now the latest one of this field, with or without an effect. */
  readonly applied: boolean;
}

/**
 * The run after a change. Button presses are ordered by `action_ts`; each field of an item keeps the latest one applied, so
 * retries and late deliveries change nothing. Setting a field to the value that it has changes nothing either, so the
 * first person to complete an item keeps the credit. Settling the last open item sets `completedAt`, reopening any clears it, and every real
 * change raises `wantedVersion` by one and starts updates of an undeliverable run again.
 * @throws ItemNotFound; RangeError for a due date that is no day, or an invalid time
 */
export function changeItem(run: Run, change: ItemChange): ChangedRun {
  const before = run.items.find(({ id }) => id === change.item);
  if (before === undefined) throw new ItemNotFound(run.id, change.item);
  if (Number.isNaN(change.at.getTime())) throw new RangeError('The time of a press is not a valid date');
  const sequence = change.sequence ?? newestPress(run) + 1;
  if (sequence <= (before.latestPress[change.field] ?? 0)) return { run, changed: false, applied: false };

  const changed = applyTo(before, change);
  const after = { ...(changed ?? before), latestPress: { ...before.latestPress, [change.field]: sequence } };
  const items = run.items.map((item) => (item === before ? after : item));
  if (changed === undefined) return { run: { ...run, items }, changed: false, applied: true };
  const { completedAt, undeliverableReason: _, ...rest } = run;
  return {
    run: {
      ...rest,
      items,
      wantedVersion: run.wantedVersion + 1,
      ...(isComplete({ items }) ? { completedAt: completedAt ?? change.at } : {}),
    },
    changed: true,
    applied: true,
  };
}

/** The sequence of the newest press applied to any item; 0 if there was none. */
function newestPress({ items }: Run): number {
  return Math.max(0, ...items.flatMap(({ latestPress }) => Object.values(latestPress)));
}

/** Slack's `action_ts` (`1763600000.123456`) in microseconds; undefined for anything else. */
export function sequenceOf(actionTs: string | undefined): number | undefined {
  const match = /^(\d{1,10})\.(\d{1,6})$/.exec(actionTs ?? '');
  return match ? Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0')) : undefined;
}

/** The item after the change; undefined if the change has no effect. */
function applyTo(item: RunItem, change: ItemChange): RunItem | undefined {
  switch (change.field) {
    case 'state':
      return isAlready(item.state, change.outcome) ? undefined : { ...item, state: stateAfter(change.outcome, change) };
    case 'assignee':
      return item.assignee?.id === change.assignee?.id ? undefined : withAssignee(item, change.assignee, change.by);
    case 'due':
      return item.due === change.due ? undefined : withDue(item, change.due);
    case 'note':
      return withNote(item, change.note?.trim() || undefined);
  }
}

function isAlready(state: ItemState, outcome: Outcome): boolean {
  return (
    state.kind === outcome.kind &&
    (state.kind !== 'skipped' || outcome.kind !== 'skipped' || state.reason === outcome.reason)
  );
}

function stateAfter(outcome: Outcome, { by, at }: { by: Person; at: Date }): ItemState {
  return outcome.kind === 'open' ? outcome : { ...outcome, by, at };
}

function withAssignee({ assignee: _, ...item }: RunItem, person: Person | undefined, by: Person): RunItem {
  if (person === undefined) return item;
  const assignee: Assignee = { id: person.id, name: person.name, by };
  return { ...item, assignee };
}

function withDue({ due: _, ...item }: RunItem, due: CalendarDate | undefined): RunItem {
  if (due === undefined) return item;
  if (!isCalendarDate(due)) throw new RangeError(`A due date is a day such as 2026-11-20, not ${JSON.stringify(due)}`);
  return { ...item, due };
}

function withNote(item: RunItem, note: string | undefined): RunItem | undefined {
  if (item.note === note) return undefined;
  const { note: _, ...rest } = item;
  return note === undefined ? rest : { ...rest, note };
}

function isCalendarDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
