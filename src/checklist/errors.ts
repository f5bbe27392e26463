/*
 * The errors of the run store. In a file of their own: the rules and the store's interface both need them.
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
