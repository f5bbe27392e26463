import type { Phase } from '../guide/page.js';
import type { Person, RunItem } from './run.js';

/*
 * What keeps a change of a run from being made: errors that the run store throws, and refusals, which come back as values. In a file of
 * their own: the rules and the store's interface both need them.
 */

/** No such run in this installation: it was never posted, or the installation's data was deleted. */
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

/**
 * The database cannot be used at the moment: it is away, was locked for too long, or is shutting down. The change may or may
 * not be saved.
 */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
  constructor(cause: unknown) {
    super(`The database cannot be used at the moment: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** The database's disk is full. Certainly nothing was saved. It works again when there is room. */
export class StoreFull extends StoreUnavailable {
  override readonly name = 'StoreFull';
  constructor(cause: unknown) {
    super(cause);
    this.message = 'The disk of the database is full. Make room on it; a restart is not needed';
  }
}

/** What a sentence needs of an item. */
export type NamedItem = Pick<RunItem, 'id' | 'title'>;

/** Why a change was not made. Nothing was saved: the run is as it was before. */
export type Refusal =
  /** The run is archived: nothing in it changes until it is unarchived. */
  | { readonly kind: 'archived' }
  /** `why`: such as "type is hotfix". */
  | { readonly kind: 'does-not-apply'; readonly why: string }
  /** Only who has the role may settle it. Without `holder`, nobody has it yet. */
  | { readonly kind: 'needs-role'; readonly role: string; readonly holder?: Person }
  /** It is settled by approvals, not by Done. `missing`: how many more. */
  | { readonly kind: 'needs-sign-off'; readonly missing: number }
  /** It takes no approvals: it is ticked. */
  | { readonly kind: 'needs-no-sign-off' }
  /** Others than who started the run must approve it. */
  | { readonly kind: 'starter-does-not-count' }
  | { readonly kind: 'needs-evidence'; readonly as: 'url' | 'text' }
  /** The evidence must be a web address: http or https, no longer than `MAX_EVIDENCE`. */
  | { readonly kind: 'not-a-url' }
  /** The evidence is longer than `max` characters. */
  | { readonly kind: 'evidence-too-long'; readonly max: number }
  /** It has to wait after the item before it. */
  | { readonly kind: 'too-early'; readonly until: Date }
  /** The item before it, after which it has to wait, is not settled. */
  | { readonly kind: 'wait-for'; readonly item: NamedItem }
  /** These sub-items are open and cannot be settled together with it: each needs something of its own. */
  | { readonly kind: 'sub-items'; readonly items: readonly NamedItem[] }
  /** It is nothing but its sub-items, and they were ticked or left out one by one: it changes with them. */
  | { readonly kind: 'up-to-sub-items'; readonly items: readonly NamedItem[] }
  /** Only who started or leads the run may leave out a required item, and archive it. */
  | { readonly kind: 'not-yours-to-skip' | 'not-yours-to-archive' }
  /** Only who leads the run may open its gate; who started it while nobody leads it. */
  | { readonly kind: 'not-yours-to-bypass' }
  | { readonly kind: 'needs-reason' }
  /** The reason is longer than `max` characters. */
  | { readonly kind: 'reason-too-long'; readonly max: number }
  /** The run has no phase of this name. */
  | { readonly kind: 'unknown-phase'; readonly known: readonly Phase[] }
  /** No item holds it up, so there is nothing to bypass. */
  | { readonly kind: 'nothing-open' }
  /** The due date is over already. */
  | { readonly kind: 'past-due-date' }
  | { readonly kind: 'too-many-items'; readonly max: number };
