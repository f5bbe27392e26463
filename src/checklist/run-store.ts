import type { Run, RunItem } from './run.js';
import type { ItemChange } from './set-item-state.js';

export type NewRun = Pick<
  Run,
  'installation' | 'id' | 'channel' | 'page' | 'title' | 'guideRevision' | 'postedBy' | 'postedAt'
> & { readonly items: readonly Omit<RunItem, 'id' | 'state'>[] };

export interface RunKey {
  readonly installation: string;
  readonly run: string;
}

/** Keeps runs. Every method is one transaction: when it returns, what it says is on disk. */
export interface RunStore {
  /**
   * Keeps a new run. The caller chooses its id, so that a repeated press creates one run alone: where the installation has
   * a run of that id already, it is returned as it is with `created: false`.
   */
  create(run: NewRun): Promise<{ run: Run; created: boolean }>;
  /** @throws RunNotFound */
  get(key: RunKey): Promise<Run>;
  /** The channel's runs, newest first. */
  inChannel(where: { installation: string; channel: string; limit: number }): Promise<Run[]>;
  /**
   * Remembers the message that the run was posted as. It shows the run as it was created: a press that came
   * before this is owed a redraw. Takes a parked run up again. @throws RunNotFound
   */
  posted(key: RunKey, message: string): Promise<Run>;
  /** Forgets a run whose message could not be posted. Forgetting it twice is harmless. */
  discard(key: RunKey): Promise<void>;
  /**
   * Sets one item's state. Setting it to what it already is changes nothing, so a repeated press is harmless.
   * A real change takes a parked run up again: whoever pressed saw the message.
   * @throws RunNotFound, ItemNotFound
   */
  setItem(change: RunKey & ItemChange): Promise<Run>;
  /** Chooses which part of a long run the message shows. @throws RunNotFound */
  showWindow(key: RunKey, window: number): Promise<Run>;
  /** Says that the message now shows this version. An older one than already drawn changes nothing. @throws RunNotFound */
  drawn(key: RunKey, version: number): Promise<void>;
  /** Says that the completion line is in the thread. @throws RunNotFound */
  saidCompletion(key: RunKey): Promise<void>;
  /**
   * Leaves a run alone whose message cannot be reached any more, so that it is no longer among the owing.
   * Its data stays. A run that is gone is no error.
   */
  park(key: RunKey, reason: string): Promise<void>;
  /** Posted runs, not parked, with something owed: a message behind its run, or a completion not yet said. Oldest first. */
  owing(limit: number): Promise<RunKey[]>;
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
