import type { ItemPress, Outcome } from './change-item.js';
import type { CalendarDate, Person, Run, RunEvent, RunItem, RunWindow } from './run.js';

export type NewRun = Pick<
  Run,
  'installation' | 'id' | 'channel' | 'page' | 'title' | 'name' | 'guideRevision' | 'postedBy' | 'postedAt' | 'leftOut'
> & { readonly items: readonly Pick<RunItem, 'title' | 'titleContent' | 'detail'>[] };

export interface RunKey {
  readonly installation: string;
  readonly run: string;
}

/**
 * Keeps runs. Every method is one transaction: when it returns, what it says is on disk, and what it owes to Slack is
 * written beside it: the redraw as a raised `wantedVersion`, what is said once as a row of its own. Tell the delivery
 * (`wanted`) afterwards, and it is sent at once; untold, within seconds.
 */
export interface RunStore {
  /**
   * Keeps a new run, and with it that it is to be posted. The caller chooses its id, so that a repeated press creates one run
   * alone: where the installation has a run of that id already, it is returned as it is with `created: false`. Where that run's
   * posting was refused or is uncertain, a later press (by `postedAt`) has it posted again; a repeat of the same press does not.
   */
  create(run: NewRun): Promise<{ run: Run; created: boolean }>;
  /** @throws RunNotFound */
  get(key: RunKey): Promise<Run>;
  /** The channel's runs, newest first, whatever became of them. */
  inChannel(where: { installation: string; channel: string; limit: number }): Promise<Run[]>;
  /**
   * The channel's runs that are neither complete nor archived, newest first; `progressOf` tells how far each is. Parked ones
   * are among them with their `parkedReason`, but not those that Slack refused to post in the first place.
   */
  openInChannel(where: { installation: string; channel: string; limit: number }): Promise<Run[]>;
  /**
   * A person's runs that are neither complete nor archived, newest first, and how many there are beyond the limit: those that
   * they posted, did something in, or have an item of. All of these they know already, so that nobody learns here of a run in
   * a channel that is closed to them. Parked ones as with `openInChannel`.
   */
  openOf(who: { installation: string; person: string; limit: number }): Promise<{ runs: Run[]; more: number }>;
  /** Who did what and when, oldest first, beginning with the posting. @throws RunNotFound */
  history(key: RunKey): Promise<RunEvent[]>;
  /**
   * Remembers the message that the run was posted as: a press on it has shown that it arrived. It shows the run as it was
   * created: a press that came before this is owed a redraw. Takes a parked run up again. Where the run has a message
   * already, repeating it or naming an older one changes nothing. @throws RunNotFound
   */
  posted(key: RunKey, message: string): Promise<Run>;
  /** Forgets a run with its history and all that is owed for it. Forgetting it twice is harmless. */
  discard(key: RunKey): Promise<void>;
  /**
   * Sets one item's state. Setting it to what it already is changes nothing, nor does a press older than the last one that
   * this item has taken. A real change takes a parked run up again: whoever pressed saw the message. Settling the last open
   * item owes the line about the completion, reopening one withdraws it.
   * @throws RunNotFound, ItemNotFound
   */
  setItem(change: RunKey & ItemPress & { readonly outcome: Outcome }): Promise<Run>;
  /**
   * Gives an item to a person, and owes them one direct message for it, unless they took it themselves. Assigning the same
   * person again changes nothing and says nothing more; undefined takes the item from whoever has it. An older press changes
   * nothing, as with `setItem`. @throws RunNotFound, ItemNotFound
   */
  assign(change: RunKey & ItemPress & { readonly assignee: Person | undefined }): Promise<Run>;
  /**
   * Sets the day on which an item is due; undefined takes it away. Repeats and older presses change nothing.
   * @throws RunNotFound, ItemNotFound; RangeError for what is no day such as `2026-11-20`
   */
  setDue(change: RunKey & ItemPress & { readonly due: CalendarDate | undefined }): Promise<Run>;
  /** Sets an item's note; undefined or blank takes it away. Repeats and older presses change nothing. @throws RunNotFound, ItemNotFound */
  setNote(change: RunKey & ItemPress & { readonly note: string | undefined }): Promise<Run>;
  /**
   * Chooses which part of a long run the message shows. Repeats, and a press older than the last one here, change nothing.
   * @throws RunNotFound; RangeError for a part that is no whole number from 0
   */
  showWindow(key: RunKey, window: RunWindow, sequence?: number): Promise<Run>;
  /** Puts a run away. Its message says so, its items can no longer be reminded of. Archiving twice changes nothing. @throws RunNotFound */
  archive(change: RunKey & { readonly by: Person; readonly at: Date }): Promise<Run>;
  /**
   * Owes a new posting of the same run, after which the old message points to the new one; takes a parked run up again.
   * `from` is the message that the asker saw the run under (undefined where it had none): where the run has another by now,
   * or a posting is owed already, nothing changes, so that repeats post once. It stays in its channel. @throws RunNotFound
   */
  bringDown(
    change: RunKey & {
      readonly from: string | undefined;
      readonly by: Person;
      readonly at: Date;
    },
  ): Promise<Run>;
}

/** No such run in this installation: it was never posted, or its installation's data is gone. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
  constructor(readonly run: string) {
    super(`There is no checklist run ${run}`);
  }
}

export class ItemNotFound extends Error {
  override readonly name = 'ItemNotFound';
  constructor(
    readonly run: string,
    readonly item: string,
  ) {
    super(`Run ${run} has no item ${item}`);
  }
}

/** Which runs were compared with which edition of the guide, so that a new edition is said on their messages once. */
export interface EditionStore {
  /**
   * Runs in every installation whose message still changes (neither complete nor archived nor parked) and that were neither
   * posted from this edition nor compared with it; oldest first.
   */
  uncompared(revision: string, limit: number): Promise<Run[]>;
  /**
   * Remembers what came of a comparison. Where the message says something else by now, it is owed a redraw. Comparing twice
   * changes nothing more; a run that is gone is no error.
   */
  compared(key: RunKey, comparison: { readonly revision: string; readonly changed: boolean }): Promise<void>;
}
