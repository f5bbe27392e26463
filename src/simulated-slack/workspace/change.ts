/** What changed, coarsely: enough for a reader to know what to draw again. */
export type Change =
  | { kind: 'message'; change: 'posted' | 'edited' | 'deleted'; channel: string; ts: string; visibleTo?: string }
  /** The stack of open dialogs. */
  | { kind: 'view'; person: string }
  | { kind: 'home'; person: string }
  | { kind: 'input'; person: string; container: string }
  | { kind: 'channel'; channel: string }
  /** A person's unread mark moved. */
  | { kind: 'read'; person: string; channel: string }
  /** The app was installed anew, with another manifest or other scopes. */
  | { kind: 'app' }
  /** Trouble or rate limits were switched. */
  | { kind: 'trouble' }
  /** A line of the journal was added or completed. */
  | { kind: 'call'; id: number }
  /** Start over: draw everything again. */
  | { kind: 'reset' };

export type ChangeListener = (change: Change) => void;
