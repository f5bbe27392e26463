import type { Json, JsonObject } from '../workspace/state.js';

/** One request and its reply, in either direction, with what went over the wire byte for byte. */
interface Exchange {
  id: number;
  /** Milliseconds since 1970, by the stand-in's clock. */
  at: number;
  /** Wall time in milliseconds; absent while under way. */
  durationMs?: number;
  /** HTTP status of the reply, 200 for an acknowledgement over Socket Mode; absent while under way, or when none came. */
  status?: number;
  /** `socket`: an envelope of Socket Mode, which has neither headers nor an address to send it to by hand. */
  transport: 'http' | 'socket';
  /** Where it went: to the app, or to this stand-in. */
  url: string;
  headers: Record<string, string>;
  /** As sent. */
  body: string;
  replyHeaders?: Record<string, string>;
  /** As sent. */
  replyBody?: string;
}

/** A call of the Web API by the app. */
export interface ApiCall extends Exchange {
  kind: 'api';
  method: string;
  /** The arguments without the token. */
  args: JsonObject;
  reply?: JsonObject;
}

/** A post by the app to a `response_url`. */
export interface ResponseCall extends Exchange {
  kind: 'response_url';
  args: Json;
  reply?: Json;
}

/** A request to the app: command, press, submission, event. */
export interface AppRequest extends Exchange {
  kind: 'request';
  what: AppRequestKind;
  /** The body, readable: the form's fields or the payload. */
  payload: JsonObject;
  /** Same as `replyBody`. */
  reply?: string;
  /** Why there is no usable reply: `operation_timeout`, or what broke. */
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
