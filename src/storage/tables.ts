import type { ItemPart } from '../checklist/run.js';
import type { OwedState } from '../outbox/store.js';

/**
 * The tables as both dialects return them. Times are integer milliseconds since 1970, sequences microseconds, yes and no are
 * 1 and 0, what has a structure is JSON as text: SQLite can bind neither dates nor booleans nor objects.
 */
export interface Tables {
  runs: RunsTable;
  run_items: RunItemsTable;
  item_events: ItemEventsTable;
  owed: OwedTable;
  redraw_budgets: RedrawBudgetsTable;
  event_deliveries: EventDeliveriesTable;
  installations: InstallationsTable;
}

/** Key: installation, id. */
export interface RunsTable {
  installation: string;
  id: string;
  channel: string;
  message: string | null;
  moved_from: string | null;
  page: string;
  title: string;
  name: string | null;
  left_out: string;
  guide_revision: string;
  posted_by: string;
  posted_by_name: string;
  posted_at: number;
  /** -1 follows the first open item. */
  shown_window: number;
  window_sequence: number;
  completed_at: number | null;
  archived_at: number | null;
  archived_by: string | null;
  archived_by_name: string | null;
  wanted_version: number;
  drawn_version: number;
  /** Of the first release, in whose place came rows in `owed`. */
  completion_said: number;
  parked_reason: string | null;
  /** The edition of the guide that the run was compared with last; none while that is the one it was posted from. */
  compared_revision: string | null;
  /** Whether that comparison found a change, so that the message says so. */
  said_changed: number | null;
  /** The worker that alone may speak for the run until then. */
  leased_by: string | null;
  leased_until: number;
  /** No redraw before then: what Slack asked for, or a pause after a failure. */
  draw_after: number;
  draw_failures: number;
  drawn_at: number;
  /** A redraw without a reply may arrive late, over a newer one: when to draw once more for it. */
  confirm_at: number | null;
}

/** Key: installation, run, item. */
export interface RunItemsTable extends ItemStateColumns, ItemCareColumns {
  installation: string;
  run: string;
  item: string;
  position: number;
  title: string;
  title_content: string;
  detail: string;
}

export interface ItemStateColumns {
  state: ItemStateKind;
  state_by: string | null;
  state_by_name: string | null;
  state_at: number | null;
  state_reason: string | null;
}

/** What a team notes about an item, and the newest press that each part of it has taken. */
export interface ItemCareColumns {
  assignee: string | null;
  assignee_name: string | null;
  assigned_by: string | null;
  assigned_by_name: string | null;
  due: string | null;
  note: string | null;
  state_sequence: number;
  assignee_sequence: number;
  due_sequence: number;
  note_sequence: number;
}

/** Every real change of an item, never changed afterwards. Key: installation, run, version (the run's after the change). */
export interface ItemEventsTable {
  installation: string;
  run: string;
  version: number;
  item: string;
  part: ItemPart;
  /** The item's state after the change, whatever part of it changed. */
  state: ItemStateKind;
  /** JSON: a skipped item's reason, or what the part became; null where it was taken away. */
  detail: string | null;
  changed_by: string;
  changed_by_name: string;
  changed_at: number;
}

export type ItemStateKind = 'open' | 'done' | 'skipped';

/** What is said once. Key: installation, run, id. */
export interface OwedTable {
  installation: string;
  run: string;
  id: string;
  /** The order in which the run's rows are sent. */
  number: number;
  saying: string;
  /** The run's version that caused it. */
  version: number;
  state: OwedState;
  send_after: number;
  failures: number;
  message: string | null;
  reason: string | null;
  /** Who had the run brought down, and when. */
  asked_by: string | null;
  asked_by_name: string | null;
  asked_at: number | null;
}

/** Key: installation. */
export interface RedrawBudgetsTable {
  installation: string;
  /** The moment up to which the even pace is used up; ahead of now by no more than the burst. */
  spent_until: number;
}

/** Key: installation, id. */
export interface EventDeliveriesTable {
  installation: string;
  id: string;
  claimed_by: string;
  claimed_until: number;
  handled: number;
  seen_at: number;
}

/** Where the app is installed. Key: installation. */
export interface InstallationsTable {
  installation: string;
  is_org: number;
  name: string;
  app_id: string;
  /** The bot token, sealed for this row. */
  sealed_token: string;
  bot_user_id: string;
  scopes: string;
  installed_by: string;
  installed_at: number;
}
