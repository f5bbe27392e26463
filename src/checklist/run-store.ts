import type { ItemEdits, ItemPress, Outcome } from './change-item.js';
import type { AddedItem, RoleChange, RunPress } from './change-run.js';
import type { Refusal } from './errors.js';
import type { ClosingGate, OpeningGate } from './gate.js';
import type { Person, Run, RunEvent, RunItem } from './run.js';

export type NewRun = Pick<
  Run,
  | 'installation'
  | 'id'
  | 'channel'
  | 'page'
  | 'checklist'
  | 'thread'
  | 'title'
  | 'name'
  | 'guideRevision'
  | 'postedBy'
  | 'postedAt'
  | 'phases'
  | 'variables'
  | 'roles'
  | 'managedByAnyone'
  | 'leftOut'
  | 'isPublic'
> & { readonly items: readonly NewItem[] };

/** An item of a new run. `checked`: it starts ticked. */
export type NewItem = Pick<
  RunItem,
  'id' | 'title' | 'titleContent' | 'detail' | 'phase' | 'parent' | 'rules' | 'doesNotApply' | 'due'
> & { readonly checked?: true };

export interface RunKey {
  readonly installation: string;
  readonly run: string;
}

/** The run after a change. If the change was refused, it is as it was before, and `refused` says why. */
export interface ItemChanged {
  readonly run: Run;
  readonly refused?: Refusal;
}

/** Which of a channel's runs. `finished`: complete and not archived. */
export type WhichRuns = 'open' | 'finished' | 'archived';

export interface RunSearch {
  readonly installation: string;
  readonly channel: string;
  readonly which: WhichRuns;
  /** Words that the run's name or title must contain, all of them. Upper and lower case are the same. */
  readonly text?: string;
  readonly limit: number;
  /** To go on: the `next` of the answer before. */
  readonly before?: string;
}

/** A request of a program to start a run, which it may repeat: it does not know whether the first one arrived. */
export interface StartRequest {
  /** The id of the token that asks. */
  readonly token: string;
  /** Chosen by the program, one for each run that it wants. */
  readonly key?: string;
  /** A hash of what it asks for. */
  readonly hash: string;
}

/** `created: false`: the run was there already. `key-reused`: the token has asked for something else with this key. */
export type StartedOnce = { readonly run: Run; readonly created: boolean } | 'key-reused';

export interface ChannelsSearch {
  readonly installation: string;
  /** `public`: those that are known to be open to everyone in the workspace. */
  readonly channels: readonly string[] | 'public';
  /** The slug of the page. */
  readonly page?: string;
  /** The id of the checklist. */
  readonly checklist?: string;
  /** The whole name. */
  readonly name?: string;
  readonly which?: WhichRuns;
  readonly limit: number;
}

/**
 * Stores runs. Every method is one transaction: when it returns, the change is on disk, and so is what has to be sent to Slack
 * for it: an update as a raised `wantedVersion`, a notification as a row of the outbox. Call `OutboxWorker.requestUpdate`
 * afterwards to have it sent at once; otherwise the worker finds it within seconds.
 */
export interface RunStore {
  /**
   * Stores a new run, together with its posting. The caller chooses the id, so that a repeated press creates one run only: if
   * the installation already has a run of that id, it is returned as it is with `created: false`. If that run's posting was
   * refused or is uncertain, a later press (by `postedAt`) posts it again; a repeat of the same press does not. If the channel has another open
   * run of the same checklist and name, that one is returned: a run is known by its name, and two people may start it at once.
   */
  create(run: NewRun): Promise<{ run: Run; created: boolean }>;
  /**
   * Stores a new run like `create`, unless one is there already: the run that the same token has asked for with the same key within the last
   * seven days, whatever became of it since, or an open run of the same checklist and name in the channel. A run that Slack refused to post does
   * not count. Requests at the same moment create one run.
   */
  createOnce(run: NewRun, request: StartRequest): Promise<StartedOnce>;
  /** @throws RunNotFound */
  get(key: RunKey): Promise<Run>;
  /**
   * The channel's runs of a kind, newest first, without those that Slack refused to post in the first place. `next` is there if there are
   * more.
   */
  findInChannel(search: RunSearch): Promise<{ runs: Run[]; next?: string }>;
  /** The newest runs of some channels, without those that Slack refused to post in the first place. */
  inChannels(search: ChannelsSearch): Promise<Run[]>;
  /** The channel's runs, newest first, whatever their state. */
  inChannel(where: { installation: string; channel: string; limit: number }): Promise<Run[]>;
  /**
   * The channel's runs that are neither complete nor archived, newest first. Undeliverable ones are included with their
   * `undeliverableReason`, but not those that Slack refused to post in the first place.
   */
  openInChannel(where: { installation: string; channel: string; limit: number }): Promise<Run[]>;
  /**
   * A person's runs that are neither complete nor archived, newest first, and how many more there are beyond the limit: those
   * that they posted, lead, changed something in, or have an item of. They know all of these already, so nobody learns here about a
   * run in a channel that they cannot see. Undeliverable ones as in `openInChannel`.
   */
  openOf(who: { installation: string; person: string; limit: number }): Promise<{ runs: Run[]; more: number }>;
  /** Those of them that the person leads now. */
  ledBy(who: { installation: string; person: string; limit: number }): Promise<{ runs: Run[]; more: number }>;
  /** Who did what and when, oldest first, beginning with the posting. @throws RunNotFound */
  history(key: RunKey): Promise<RunEvent[]>;
  /**
   * Records the message that the run was posted as, because a press on it has shown that it arrived. The message shows the run
   * as it was created, so earlier presses cause an update. Starts updates of an undeliverable run again. If the run already has
   * a message, repeating it or naming an older one changes nothing. @throws RunNotFound
   */
  markPosted(key: RunKey, message: string): Promise<Run>;
  /** Records whether everyone in the workspace may read the run's channel. Repeating it is harmless. */
  setPublic(key: RunKey, isPublic: boolean): Promise<void>;
  /** Deletes a run with its history and everything that is pending for it. Repeating it is harmless. */
  discard(key: RunKey): Promise<void>;
  /**
   * Sets one item's state, and with it that of its sub-items or its parent: see `settle`. Setting it to what it already is changes
   * nothing, nor does a press older than the latest one applied to this item's state. A press that a rule forbids is refused, whatever
   * the message showed when it was pressed. A real change starts updates of an undeliverable run again: the person who pressed saw
   * the message. Settling the last item that holds the run up adds the line about the completion, reopening one takes it back.
   * @throws RunNotFound, ItemNotFound
   */
  setItem(change: RunKey & ItemPress & { readonly outcome: Outcome }): Promise<ItemChanged>;
  /**
   * Changes several fields of one item at once: all of them, or none if one cannot be changed or is refused. A field that already
   * has its value stays as it is. A new assignee gets one direct message, unless they assigned themselves. A note that is blank is
   * removed.
   * @throws RunNotFound, ItemNotFound; RangeError for a due date that is neither a day nor a moment
   */
  editItem(change: RunKey & ItemPress & ItemEdits): Promise<ItemChanged>;
  /** Adds an item that is not in the guide: see `withItem`. @throws RunNotFound; RangeError as `withItem` */
  addItem(change: RunKey & AddedItem): Promise<ItemChanged>;
  /** Hands over a role: see `withRole`. @throws RunNotFound; RangeError for a role that the run does not have */
  setRole(change: RunKey & RoleChange): Promise<ItemChanged>;
  /**
   * Opens the gate although items are open: see `withBypass`. The thread says who did it and why. Repeating it changes nothing.
   * @throws RunNotFound
   */
  bypass(change: RunKey & OpeningGate): Promise<ItemChanged>;
  /** Closes the gate again: see `withoutBypass`. @throws RunNotFound */
  withdrawBypass(change: RunKey & ClosingGate): Promise<ItemChanged>;
  /**
   * Archives a run: its message says so, nothing in it changes any more, and it sends no more reminders. Archiving twice changes
   * nothing, nor does a press older than the latest one that archived it or brought it back. Only who may: see `mayManage`.
   * @throws RunNotFound
   */
  archive(change: RunKey & RunPress): Promise<ItemChanged>;
  /** Brings an archived run back. Anyone may. Repeats and older presses as in `archive`. @throws RunNotFound */
  unarchive(change: RunKey & RunPress): Promise<ItemChanged>;
  /**
   * Posts the run once more in its channel, after which the old message points to the new one. Starts updates of an
   * undeliverable run again. `from` is the message under which the person saw the run (undefined if it had none): if the run
   * has another one by now, or a posting is pending already, nothing changes, so repeats post once. @throws RunNotFound
   */
  repost(
    change: RunKey & {
      readonly from: string | undefined;
      readonly by: Person;
      readonly at: Date;
    },
  ): Promise<Run>;
}

/** A run's place in a list that has the newest first, to go on after it: see `RunSearch.before`. Runs of the same moment are told apart by their ids. */
export function placeOf({ id, postedAt }: Pick<Run, 'id' | 'postedAt'>): string {
  return `${postedAt.getTime()}.${id}`;
}

/** Reads a place back; undefined for a text that is none. */
export function readPlace(place: string | undefined): { readonly id: string; readonly postedAt: Date } | undefined {
  const [, ms, id] = /^(\d{1,15})\.(.+)$/s.exec(place ?? '') ?? [];
  return ms === undefined || id === undefined ? undefined : { id, postedAt: new Date(Number(ms)) };
}

/** Which runs were compared with which revision of the guide, so that each message mentions a changed checklist once. */
export interface RevisionStore {
  /**
   * Runs of every installation whose message is still updated (neither complete nor archived nor undeliverable) and that were
   * neither posted from this revision nor compared with it; oldest first.
   */
  findUncompared(revision: string, limit: number): Promise<Run[]>;
  /**
   * Records the result of a comparison. If the message has to say something else now, it is updated. Repeating it changes
   * nothing more; a run that is gone is no error.
   */
  saveComparison(key: RunKey, comparison: { readonly revision: string; readonly changed: boolean }): Promise<void>;
}
