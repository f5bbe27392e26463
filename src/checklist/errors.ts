/** The records cannot be used just now: away, locked for too long, or shutting down. What was asked for is not known to be saved. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(cause: unknown) {
    super(`The database cannot be used just now: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
