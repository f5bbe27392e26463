import type { PhrasingContent, RootContent } from 'mdast';
import type { ItemRules, Phase } from '../guide/page.js';

/**
 * Someone in the installation, or a token of the HTTP API (see `isToken`). We store the name, because mentioning people by id would notify them
 * at each posting.
 */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** No id of Slack has a colon. */
const TOKEN = 'token:';

/** A token of the HTTP API as the one who starts a run or settles an item. */
export function asPerson({ id, name }: { readonly id: string; readonly name: string }): Person {
  return { id: `${TOKEN}${id}`, name };
}

/** Whether it is a token and not a person of Slack: it has no profile, gets no messages, and never has a role. */
export function isToken({ id }: Person): boolean {
  return id.startsWith(TOKEN);
}

/** A day without a time or a zone, as `2026-11-20`. */
export type CalendarDate = string;

/** A day, or a moment as `2026-11-20T15:30:00.000Z`. */
export type Due = string;

/** One posting of a checklist in a channel: a snapshot, so that editing the guide never changes it. */
export interface Run {
  /** The workspace, or the organisation for an org-wide install. */
  readonly installation: string;
  readonly id: string;
  readonly channel: string;
  /** Whether everyone in the workspace may read the channel; absent if that is not known. */
  readonly isPublic?: boolean;
  /** The posted message; absent until the posting has succeeded. The newest one if the run was reposted. */
  readonly message?: string;
  /** The message before the last repost, which now points to `message`. */
  readonly movedFrom?: string;
  readonly page: string;
  /** The checklist's id on the page; absent in runs of earlier releases. */
  readonly checklist?: string;
  /** The checklist's own name. */
  readonly title: string;
  /** What this run was called when it was posted, such as `shop-api 2.4`. */
  readonly name?: string;
  /** The thread of the channel that it was posted in. */
  readonly thread?: string;
  readonly guideRevision: string;
  /** None if the list has no phases. */
  readonly phases: readonly Phase[];
  readonly items: readonly RunItem[];
  /** The values that were given at the start, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** `lead` first, then those that items name. */
  readonly roles: readonly Role[];
  /** Whether anyone may archive it and leave out required items, not only who started or leads it. */
  readonly managedByAnyone: boolean;
  /** Who opened the gate although items were open, oldest first. At most one for each phase and one for the whole run. */
  readonly bypasses?: readonly Bypass[];
  /** The titles of the items that were left out when it was posted, in the checklist's order. */
  readonly leftOut: readonly string[];
  readonly postedBy: Person;
  readonly postedAt: Date;
  /** When the last item that holds it up was settled; absent while one is open. See `isComplete`. */
  readonly completedAt?: Date;
  /** When it was archived: it is no longer among the channel's open runs, and sends no reminders. */
  readonly archivedAt?: Date;
  readonly archivedBy?: Person;
  /**
   * Why the message is no longer updated: Slack's code (`message_not_found`, `is_archived`, `not_in_channel`…), or `uncertain`
   * if nobody knows whether the posting arrived. A press on the message, or a repost, starts the updates again.
   */
  readonly undeliverableReason?: string;
  /** Raised by every change that the message must show. */
  readonly wantedVersion: number;
  /** The version that the message shows. The message is updated until both are equal. */
  readonly shownVersion: number;
}

/** A role of a run, and who has it. */
export interface Role {
  readonly name: string;
  readonly holder?: Person;
  /** The latest press that handed it over; see `ItemPress.sequence`. */
  readonly latestPress?: number;
}

/** The gate of a run was opened for a deployment although items were open: see `gateOf`. */
export interface Bypass {
  readonly by: Person;
  readonly at: Date;
  readonly reason: string;
  /** The id of the phase that no longer holds anything up; the whole run without one. */
  readonly phase?: string;
}

export interface RunItem {
  /** Unique in the run. */
  readonly id: string;
  readonly title: string;
  readonly titleContent: readonly PhrasingContent[];
  readonly detail: readonly RootContent[];
  readonly phase?: string;
  /** The id of the item that it is a part of. */
  readonly parent?: string;
  readonly rules: ItemRules;
  /** Why it need not be done, such as "type is hotfix". It counts as settled, and nothing changes it. */
  readonly doesNotApply?: string;
  /** Who added it to this run. It is not in the guide. */
  readonly addedBy?: Person;
  readonly state: ItemState;
  /** Of an item that needs sign-offs, by the time of each person's first press: one a person. */
  readonly approvals: readonly Approval[];
  readonly assignee?: Assignee;
  readonly due?: Due;
  readonly note?: string;
  /** The latest press applied to each field; see `ItemPress.sequence`. */
  readonly latestPress: Readonly<Partial<Record<ItemField, number>>>;
}

/** The fields of an item that change independently: a note never undoes a tick. */
export type ItemField = 'state' | 'assignee' | 'due' | 'note';

/**
 * A person's sign-off. One that they took back, or that a reopening cleared, stays as withdrawn, so that a late delivery of its
 * press does not bring it back.
 */
export interface Approval {
  readonly by: Person;
  readonly at: Date;
  /** What they gave, where the item asks for evidence too. */
  readonly evidence?: string;
  readonly isWithdrawn: boolean;
  /** See `ItemPress.sequence`. */
  readonly press: number;
}

export interface Assignee extends Person {
  /** Who assigned them. */
  readonly by: Person;
}

/** `viaParent`: a sub-item that was settled by a press on its parent, not by one of its own. */
export type ItemState =
  | { readonly kind: 'open' }
  /** `evidence`: the link or the text that was given. */
  | {
      readonly kind: 'done';
      readonly by: Person;
      readonly at: Date;
      readonly evidence?: string;
      readonly viaParent?: true;
    }
  | {
      readonly kind: 'skipped';
      readonly by: Person;
      readonly at: Date;
      readonly reason: string;
      readonly viaParent?: true;
    };

/** An entry of a run's history. */
export type RunEvent = { readonly by: Person; readonly at: Date } & (
  | { readonly kind: 'posted' | 'reposted' | 'archived' | 'unarchived' }
  /** Without `phase`, it is about the whole run. */
  | { readonly kind: 'bypassed'; readonly reason: string; readonly phase?: string }
  | { readonly kind: 'bypass withdrawn'; readonly phase?: string }
  /** Without `to`, nobody has the role any more. */
  | { readonly kind: 'role'; readonly role: string; readonly to?: Person }
  | ({ readonly item: string } & ItemEvent)
);

/** A change of one item. Without `to`, `due` or `note`, the value was removed. */
export type ItemEvent =
  | { readonly kind: 'reopened' | 'added' | 'approval withdrawn' }
  | { readonly kind: 'done' | 'approved'; readonly evidence?: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  /** `untold`: why the direct message to them did not arrive: Slack's code, or `uncertain` if nobody knows whether it did. */
  | { readonly kind: 'assigned'; readonly to?: Person; readonly untold?: string }
  | { readonly kind: 'due'; readonly due?: Due }
  | { readonly kind: 'note'; readonly note?: string };

/**
 * Whether a person may see a whole run outside its channel, such as on Home. Nothing shows there that they are still in the channel, so
 * only if everyone may read it. Until that is known, who posted the run may: nobody else has written anything yet.
 */
export function seesWholeOutside({ isPublic, postedBy }: Run, person: string): boolean {
  return isPublic ?? postedBy.id === person;
}

/**
 * What a person may see and change of a run outside its channel: all of it, or the items that are theirs, without what others wrote.
 * Who posted the run gave it its name.
 */
export function partOutside(run: Run, person: string): Run {
  if (seesWholeOutside(run, person)) return run;
  const { name, ...rest } = run;
  const named = name !== undefined && run.postedBy.id === person ? { name } : {};
  return {
    ...rest,
    ...named,
    bypasses: [],
    leftOut: [],
    items: run.items.filter(({ assignee }) => assignee?.id === person),
  };
}

/** The people who did the items that are done now, each once, in the order of their first item. */
export function peopleWhoDid({ items }: Pick<Run, 'items'>): Person[] {
  const done = items.flatMap(({ state }) => (state.kind === 'done' ? [state] : []));
  const people = new Map<string, Person>();
  for (const { by } of done.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (!people.has(by.id)) people.set(by.id, by);
  }
  return [...people.values()];
}

/** Whether a due date is a moment, not a day. */
export function isMoment(due: Due): boolean {
  return due.includes('T');
}

/** A day, and a time of it such as `15:30` if there is one, in some time zone. */
export interface LocalDue {
  readonly day: CalendarDate;
  readonly time?: string;
}

/**
 * What somebody chose as due: a day without a time stays a day, a time becomes a moment.
 * @param zone theirs, as an IANA name. A time that the zone skips when clocks go forward becomes the one an hour later.
 */
export function toDue({ day, time }: LocalDue, zone: string): Due {
  if (time === undefined) return day;
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  // The offset at the moment itself, which may differ from the one at the first guess.
  const guess = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(guess, zone)).toISOString();
}

/** The day and the time of a due date in a zone; of a day only the day. */
export function fromDue(due: Due, zone: string): LocalDue {
  if (!isMoment(due)) return { day: due };
  const at = Date.parse(due);
  const local = new Date(at + offsetAt(at, zone)).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/** How far a zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Map(
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, calendar: 'gregory', hourCycle: 'h23', year: 'numeric', month: '2-digit' },
      ...{ day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at / 1_000) * 1_000;
}
