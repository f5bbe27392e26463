import type { Json, JsonObject } from '../workspace/state.js';

interface Exchange {
  id: number;
  /** Milliseconds since 1970, by the stand-in's clock. */
  at: number;
  /** Wall time in milliseconds; absent while under way. */
  durationMs?: number;
  /** HTTP status of the reply; absent while under way, or when none came. */
  status?: number;
}

/** A call of the Web API by the app. */
export interface ApiCall extends Exchange {
  kind: 'api';
  method: string;
  args: JsonObject;
  reply?: JsonObject;
}

/** A post by the app to a `response_url`. */
export interface ResponseCall extends Exchange {
  kind: 'response_url';
  url: string;
  args: Json;
  reply?: Json;
}

/** A request to the app: command, press, submission, event. */
export interface AppRequest extends Exchange {
  kind: 'request';
  what: AppRequestKind;
  url: string;
  headers: Record<string, string>;
  /** As sent, byte for byte. */
  body: string;
  /** The same, readable: the form's fields or the payload. */
  payload: JsonObject;
  reply?: string;
  /** Why there is no usable reply. */
  failure?: string;
}

export type AppRequestKind =
  | 'command'
  | 'block_actions'
  | 'view_submission'
  | 'view_closed'
  | 'shortcut'
  | 'message_action'
  | 'block_suggestion'
  | 'event';

export type JournalEntry = ApiCall | ResponseCall | AppRequest;
