/** How the app took a command, a press or a submission, as Slack judges it. */
export type Outcome = { kind: 'ok' } | Failure;

export type Failure =
  /** The manifest declares no such command: nothing was sent. */
  | { kind: 'unknown_command' }
  /** No reply within the deadline. */
  | { kind: 'operation_timeout' }
  /** Nothing listens there, or the connection broke. */
  | { kind: 'dispatch_failed'; cause: string }
  | { kind: 'http_client_error'; status: number }
  | { kind: 'http_service_error'; status: number }
  /** The reply came in time, and Slack refuses what it says; `messages` name the place by JSON pointer. */
  | { kind: 'invalid_blocks' | 'msg_blocks_too_long' | 'msg_too_long' | 'no_text'; messages: string[] }
  | { kind: 'invalid_reply'; messages: string[] };

/** What became of a submission. */
export type SubmitOutcome =
  | { kind: 'closed' | 'cleared' | 'updated' | 'pushed' }
  /** By block_id; the dialog stays open. */
  | { kind: 'errors'; errors: Record<string, string> }
  | Failure;
