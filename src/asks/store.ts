import type { AskEvent, StoredAsk } from './ask-event.js';

/** The stored events, shared by all processes. */
export interface AskStore {
  /** Adds them all or none. Adding one again changes nothing. */
  add(events: readonly StoredAsk[]): Promise<void>;
  /** The newest events of an installation since a moment, oldest first. */
  since(installation: string, since: Date, limit: number): Promise<StoredAsk<AskEvent>[]>;
  /** How often pages were shown or opened since a moment, by slug, in all installations. */
  reads(since: Date): Promise<ReadonlyMap<string, number>>;
  /** Deletes everything that a person did. @returns how many events that were */
  forget(who: { readonly installation: string; readonly person: string }): Promise<number>;
  /** Deletes, for all installations, what is older than so many days. @returns how many events that were */
  expire(days: number): Promise<number>;
}
