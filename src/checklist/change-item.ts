import { ItemNotFound, type Refusal } from './errors.js';
import { isComplete } from './progress.js';
import { whyFrozen, whyNotDueThen } from './rules.js';
import type { Assignee, CalendarDate, Due, ItemEvent, Person, Run, RunEvent, RunItem } from './run.js';
import { type StatePress, settle } from './settle.js';

/** The state an item should have after a press. Never "the other one", so that a repeated press is harmless. */
export type Outcome =
  | { readonly kind: 'open' }
  /** `evidence`: a link or a text; an item may ask for it. */
  | { readonly kind: 'done'; readonly evidence?: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  /** The presser's own sign-off. The last one that is needed ticks the item. The first one brings the evidence, if it needs any. */
  | { readonly kind: 'approved'; readonly evidence?: string }
  /** The presser takes their sign-off back. */
  | { readonly kind: 'unapproved' };

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
    /** `today`: the day that it is for the person who sets it. Unless it is known, a day is over when it is over everywhere. */
    | { readonly field: 'due'; readonly due: Due | undefined; readonly today?: CalendarDate }
    | { readonly field: 'note'; readonly note: string | undefined }
  );

/** What a dialog changes in one item. Fields that are absent stay as they are; without `to`, the value is removed. */
export interface ItemEdits {
  readonly outcome?: Outcome;
  readonly assignee?: { readonly to: Person | undefined };
  /** `today`: see `ItemChange`. */
  readonly due?: { readonly to: Due | undefined; readonly today?: CalendarDate };
  readonly note?: { readonly to: string | undefined };
}

/** The edits as changes of one field each. */
export function toChanges(press: ItemPress, { outcome, assignee, due, note }: ItemEdits): ItemChange[] {
  return [
    ...(outcome ? [{ ...press, field: 'state', outcome } as const] : []),
    ...(assignee ? [{ ...press, field: 'assignee', assignee: assignee.to } as const] : []),
    ...(due ? [{ ...press, field: 'due', due: due.to, ...(due.today && { today: due.today }) } as const] : []),
    ...(note ? [{ ...press, field: 'note', note: note.to } as const] : []),
  ];
}

/** Something that happened, and the version of the run since then. */
export interface RunRecord {
  readonly version: number;
  readonly event: RunEvent;
}

/** The result of a change. */
export interface ChangedRun {
  readonly run: Run;
  /** Whether the message must show something else. */
  readonly changed: boolean;
  /** Whether the press is now the latest one of this field, with or without an effect. */
  readonly applied: boolean;
  /** Why nothing was changed, which the person should read. */
  readonly refused?: Refusal;
  /** What happened, in order: one version each. A press on an item with sub-items may change several. */
  readonly records: readonly RunRecord[];
}

/**
 * The run after a change. Button presses are ordered by `action_ts`; each field of an item keeps the latest one applied, so
 * retries and late deliveries change nothing. Setting a field to the value that it has changes nothing either, so the
 * first person to complete an item keeps the credit. Settling the last item that holds the run up sets `completedAt`, reopening
 * any clears it. Every item that changes raises `wantedVersion` by one, and starts updates of an undeliverable run again.
 *
 * The rules of the run and the item are checked here, whatever the button or dialog that the change comes from has shown. A change that
 * one of them forbids is `refused` and leaves the run as it is.
 * @throws ItemNotFound; RangeError for a due date that is neither a day nor a moment, or an invalid time
 */
export function changeItem(run: Run, change: ItemChange): ChangedRun {
  const item = run.items.find(({ id }) => id === change.item);
  if (item === undefined) throw new ItemNotFound(run.id, change.item);
  if (Number.isNaN(change.at.getTime())) throw new RangeError('The time of a press is not a valid date');
  const sequence = change.sequence ?? newestPress(run) + 1;
  return change.field === 'state'
    ? changeState(run, item, { ...change, sequence })
    : changeDetail(run, item, change, sequence);
}

function changeState(run: Run, item: RunItem, press: StatePress): ChangedRun {
  const settled = settle(run, item, press);
  if (settled === 'nothing') return untouched(run);
  if ('refused' in settled) return { ...untouched(run), refused: settled.refused };
  const { items, events } = settled;
  return changed({ ...run, items }, press, events);
}

function changeDetail(
  run: Run,
  item: RunItem,
  change: Exclude<ItemChange, { field: 'state' }>,
  sequence: number,
): ChangedRun {
  const { field } = change;
  if (sequence <= (item.latestPress[field] ?? 0)) return untouched(run);
  const next = applyTo(item, change);
  const refused = next && (whyFrozen(run, item) ?? whyNotDue(change));
  if (refused) return { ...untouched(run), refused };
  const after = { ...(next?.item ?? item), latestPress: { ...item.latestPress, [field]: sequence } };
  const items = run.items.map((other) => (other === item ? after : other));
  return changed({ ...run, items }, change, next ? [{ item: item.id, ...next.event }] : []);
}

function untouched(run: Run): ChangedRun {
  return { run, changed: false, applied: false, records: [] };
}

/** Counts and dates what has happened. */
function changed(
  run: Run,
  { by, at }: Pick<ItemPress, 'by' | 'at'>,
  events: readonly (ItemEvent & { item: string })[],
): ChangedRun {
  if (events.length === 0) return { run, changed: false, applied: true, records: [] };
  const { completedAt, undeliverableReason: _, ...rest } = run;
  return {
    run: {
      ...rest,
      wantedVersion: run.wantedVersion + events.length,
      ...(isComplete(run) ? { completedAt: completedAt ?? at } : {}),
    },
    changed: true,
    applied: true,
    records: events.map((event, index) => ({ version: run.wantedVersion + index + 1, event: { by, at, ...event } })),
  };
}

/** The sequence of the newest press applied to anything in the run; 0 if there was none. */
export function newestPress({ items, roles }: Pick<Run, 'items' | 'roles'>): number {
  let newest = 0;
  const see = (press = 0): void => {
    newest = Math.max(newest, press);
  };
  for (const { approvals, latestPress } of items) {
    for (const press of Object.values(latestPress)) see(press);
    for (const { press } of approvals) see(press);
  }
  for (const { latestPress } of roles) see(latestPress);
  return newest;
}

/** Slack's `action_ts` (`1763600000.123456`) in microseconds; undefined for anything else. */
export function sequenceOf(actionTs: string | undefined): number | undefined {
  const match = /^(\d{1,10})\.(\d{1,6})$/.exec(actionTs ?? '');
  return match ? Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0')) : undefined;
}

/** The item after the change, and what to note down; undefined if the change has no effect. */
function applyTo(
  item: RunItem,
  change: Exclude<ItemChange, { field: 'state' }>,
): { item: RunItem; event: ItemEvent } | undefined {
  switch (change.field) {
    case 'assignee': {
      const { assignee: to, by } = change;
      if (item.assignee?.id === to?.id) return undefined;
      return {
        item: withAssignee(item, to, by),
        event: { kind: 'assigned', ...(to && { to: { id: to.id, name: to.name } }) },
      };
    }
    case 'due': {
      const { due } = change;
      if (item.due === due) return undefined;
      return { item: withDue(item, due), event: { kind: 'due', ...(due !== undefined && { due }) } };
    }
    case 'note': {
      const note = change.note?.trim() || undefined;
      if (item.note === note) return undefined;
      return { item: withNote(item, note), event: { kind: 'note', ...(note !== undefined && { note }) } };
    }
  }
}

function whyNotDue(change: ItemChange): Refusal | undefined {
  return change.field === 'due' && change.due !== undefined
    ? whyNotDueThen(change.due, change.at, change.today)
    : undefined;
}

function withAssignee({ assignee: _, ...item }: RunItem, person: Person | undefined, by: Person): RunItem {
  if (person === undefined) return item;
  const assignee: Assignee = { id: person.id, name: person.name, by };
  return { ...item, assignee };
}

function withDue({ due: _, ...item }: RunItem, due: Due | undefined): RunItem {
  if (due === undefined) return item;
  if (!isDue(due))
    throw new RangeError(
      `A due date is a day such as 2026-11-20 or a moment such as 2026-11-20T15:30:00.000Z, not ${JSON.stringify(due)}`,
    );
  return { ...item, due };
}

function withNote({ note: _, ...item }: RunItem, note: string | undefined): RunItem {
  return note === undefined ? item : { ...item, note };
}

function isDue(text: string): boolean {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = isDay ? Date.parse(`${text}T00:00:00Z`) : Date.parse(text);
  if (Number.isNaN(time)) return false;
  const moment = new Date(time).toISOString();
  return isDay ? moment.startsWith(text) : moment === text;
}
