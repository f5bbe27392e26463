/** A person of an installation. */
export interface ConversationKey {
  readonly installation: string;
  readonly person: string;
}

/**
 * Where each person is in their direct messages with the app. In this folder like what Slack has delivered: it is about what comes in.
 * What a place says is known to those who write it; here it is a text.
 */
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
