import { StoreFull, StoreUnavailable } from '../../checklist/errors.js';
import type { SeenEvents } from '../../outbox/incoming.js';

export type Once = (
  seenEvents: SeenEvents,
  delivered: { readonly installation: string; readonly id: string },
  listen: () => Promise<void>,
) => Promise<'handled' | 'repeated'>;

/** Handles a delivery once. It fails while the database is away. */
export const once: Once = (seenEvents, delivered, listen) => seenEvents.handleOnce(delivered, listen);

/** For what needs no database, so that it works without one: then a repeated delivery is not recognized. */
export const onceIfRecorded: Once = async (seenEvents, delivered, listen) => {
  let handling: Promise<void> | undefined;
  try {
    return await seenEvents.handleOnce(delivered, () => {
      handling = listen();
      return handling;
    });
  } catch (error) {
    if (!(error instanceof StoreUnavailable || error instanceof StoreFull)) throw error;
    await (handling ?? listen());
    return 'handled';
  }
};
