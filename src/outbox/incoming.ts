/*
 * What the app remembers of what comes in from Slack. The rest of this folder is about what goes out; it is here because everything that
 * keeps something for Slack is.
 */

/** Remembers for a day what Slack has delivered, across processes and restarts, because Slack delivers some events twice. */
export interface SeenEvents {
  /**
   * Handles an event once: calls `handle` unless an event of the same id was handled before, or is being handled somewhere
   * right now. If `handle` fails or its process dies, the next delivery of the same id is handled.
   * `id` is an event's `event_id`, or a press's `trigger_id`.
   */
  handleOnce(
    event: { readonly installation: string; readonly id: string },
    handle: () => Promise<void>,
  ): Promise<'handled' | 'repeated'>;
}

/** A person of an installation. */
export interface ConversationKey {
  readonly installation: string;
  readonly person: string;
}

/** Where each person is in their direct messages with the app. What a place says is known to those who write it; here it is a text. */
export interface ConversationStore {
  /** @returns whether this person had no conversation yet: then there is one now */
  begin(key: ConversationKey): Promise<boolean>;
  /** The place that was written last; undefined if there is none, or if it is more than a day old. */
  read(key: ConversationKey): Promise<string | undefined>;
  /** @param place up to `MAX_PLACE` characters; a longer one is not kept */
  write(key: ConversationKey, place: string): Promise<void>;
  /** Forgets that there was a conversation. */
  forget(key: ConversationKey): Promise<void>;
}

export const MAX_PLACE = 4_000;
