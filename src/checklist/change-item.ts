import {
  type Assignee,
  type CalendarDate,
  type ItemState,
  isComplete,
  type Person,
  type Run,
  type RunItem,
} from './run.js';
import { ItemNotFound } from './run-store.js';

/** What a change leads to: the run as it is then, and what of it has to be kept. */
export interface ChangedRun {
  readonly run: Run;
  /** The message must show something else. */
  readonly changed: boolean;
  /** The press is the newest that this part of the item has taken, whether or not it changed something. */
  readonly taken: boolean;
}

/**
 * The run after a change. What an item is already it stays, so whoever did it first keeps the credit; a press that is not
 * newer than the last one taken changes nothing at all. Settling the last open item sets `completedAt`, reopening any clears
 * it, and every real change raises `wantedVersion` by one and takes a parked run up again.
 * @throws ItemNotFound; RangeError for a due date that is no day, or a time that is none
 */
export function changeItem(run: Run, change: ItemChange): ChangedRun {
  const before = run.items.find(({ id }) => id === change.item);
  if (before === undefined) throw new ItemNotFound(run.id, change.item);
  if (Number.isNaN(change.at.getTime())) throw new RangeError('The time of a press is not a valid date');
  const sequence = placeOf(change);
  if (sequence <= (before.taken[change.part] ?? 0)) return { run, changed: false, taken: false };

  const changed = applyTo(before, change);
  const after = { ...(changed ?? before), taken: { ...before.taken, [change.part]: sequence } };
  const items = run.items.map((item) => (item === before ? after : item));
  if (changed === undefined) return { run: { ...run, items }, changed: false, taken: true };
  const { completedAt, parkedReason: _, ...rest } = run;
  return {
    run: {
      ...rest,
      items,
      wantedVersion: run.wantedVersion + 1,
      ...(isComplete({ items }) ? { completedAt: completedAt ?? change.at } : {}),
    },
    changed: true,
    taken: true,
  };
}

/** Microseconds since 1970, as Slack counts its presses. */
function placeOf({ sequence, at }: ItemChange): number {
  return sequence ?? at.getTime() * 1000;
}

/** The item with the wish fulfilled; nothing where it is fulfilled already. */
function applyTo(item: RunItem, change: ItemChange): RunItem | undefined {
  switch (change.part) {
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

/** What an item shall be after a press. Never "the other one", so that a repeated press is harmless. */
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
   * The place of the press among all presses: Slack's `action_ts` in microseconds (`sequenceOf`). A press that is not newer
   * than the last one that the same part of the item has taken changes nothing, so that repeats and late deliveries
   * leave what was pressed last. Without it `at` counts.
   */
  readonly sequence?: number;
}

/** One wish for one item. */
export type ItemChange = ItemPress &
  (
    | { readonly part: 'state'; readonly outcome: Outcome }
    | { readonly part: 'assignee'; readonly assignee: Person | undefined }
    | { readonly part: 'due'; readonly due: CalendarDate | undefined }
    | { readonly part: 'note'; readonly note: string | undefined }
  );

/** A press's place by Slack's `action_ts` (`1763600000.123456`); undefined where that is none. */
export function sequenceOf(actionTs: string | undefined): number | undefined {
  const match = /^(\d{1,10})\.(\d{1,6})$/.exec(actionTs ?? '');
  return match ? Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0')) : undefined;
}
