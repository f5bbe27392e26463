import type { AskEvent, Outcome } from '../asks/ask-log.js';
import type { OwnerMessage } from '../asks/owner-questions.js';
import type { ItemField, RunEvent } from '../checklist/run.js';
import type { NotificationState } from '../outbox/store.js';

/**
 * The tables as both dialects return them. Times are integer milliseconds since 1970, sequences microseconds, booleans 1 and 0,
 * objects JSON as text: SQLite can bind neither dates nor booleans nor objects.
 *
 * Some names are older than the code's words, and stay because earlier releases read them while a new one is rolled out: `owed`
 * is the outbox, its `saying` a notification's content, `parked_reason` why a run is undeliverable, `drawn_version` the shown
 * version, `draw_after`, `draw_failures` and `drawn_at` belong to updates.
 */
export interface Tables {
  runs: RunsTable;
  run_items: RunItemsTable;
  item_events: ItemEventsTable;
  run_events: RunEventsTable;
  owed: NotificationsTable;
  redraw_budgets: UpdateBudgetsTable;
  event_deliveries: SeenEventsTable;
  conversations: ConversationsTable;
  installations: InstallationsTable;
  guide_reports: GuideReportsTable;
  author_messages: AuthorMessagesTable;
  page_reviews: PageReviewsTable;
  review_messages: ReviewMessagesTable;
  access_tokens: AccessTokensTable;
  idempotency_keys: IdempotencyKeysTable;
  hooks: HooksTable;
  hook_deliveries: HookDeliveriesTable;
  asks: AsksTable;
  owner_questions: OwnerQuestionsTable;
  owner_messages: OwnerMessagesTable;
  reads: ReadsTable;
  channel_settings: ChannelSettingsTable;
}

/** Where people are in their direct messages with the app. Key: installation, person. */
export interface ConversationsTable {
  installation: string;
  person: string;
  /** JSON; empty if there is none. */
  place: string;
  written_at: number;
}

/** Key: installation, id. */
export interface RunsTable {
  installation: string;
  id: string;
  channel: string;
  message: string | null;
  moved_from: string | null;
  page: string;
  /** Null in runs of earlier releases. */
  checklist: string | null;
  /** The thread that it was posted in. */
  thread: string | null;
  title: string;
  name: string | null;
  phases: string;
  variables: string;
  roles: string;
  managed_by_anyone: number;
  /** JSON: who opened the gate, and why. */
  bypasses: string;
  /** The id of who has the role `lead`, which `roles` names too. */
  lead: string | null;
  left_out: string;
  guide_revision: string;
  posted_by: string;
  posted_by_name: string;
  posted_at: number;
  /** Whether everyone may read the channel; null if that is not known. */
  is_public: number | null;
  /** Used by earlier releases only: the part of a long run that they showed. */
  shown_window: number;
  window_sequence: number;
  completed_at: number | null;
  archived_at: number | null;
  archived_by: string | null;
  archived_by_name: string | null;
  /** The latest press that archived it or brought it back. */
  archive_sequence: number;
  wanted_version: number;
  drawn_version: number;
  /** Used by the first release only; later ones use rows in `owed`. */
  completion_said: number;
  parked_reason: string | null;
  /** The revision of the guide that the run was compared with last; null if that is the one it was posted from. */
  compared_revision: string | null;
  /** Whether that comparison found a change, which the message then mentions. */
  said_changed: number | null;
  /** The only worker that may send for the run until then. */
  leased_by: string | null;
  leased_until: number;
  /** No update before then: Slack asked for it, or an update failed. */
  draw_after: number;
  draw_failures: number;
  drawn_at: number;
  /** An update without a reply may arrive late and overwrite a newer one: when to update once more because of it. */
  confirm_at: number | null;
}

/** Key: installation, run, item. */
export interface RunItemsTable extends ItemStateColumns, ItemDetailColumns {
  installation: string;
  run: string;
  item: string;
  position: number;
  title: string;
  title_content: string;
  detail: string;
  phase: string | null;
  parent: string | null;
  rules: string;
  does_not_apply: string | null;
  added_by: string | null;
  added_by_name: string | null;
}

export interface ItemStateColumns {
  state: ItemStateKind;
  state_by: string | null;
  state_by_name: string | null;
  state_at: number | null;
  state_reason: string | null;
  approvals: string;
  evidence: string | null;
  /** Whether a press on its parent settled it. */
  via_parent: number;
}

/** What a team records about an item, and the latest press applied to each field. */
export interface ItemDetailColumns {
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

/** Changes of items that every release knows. Rows never change. Key: installation, run, version (the run's after the change). */
export interface ItemEventsTable {
  installation: string;
  run: string;
  version: number;
  item: string;
  part: ItemField;
  /** The item's state after the change, whichever field changed. */
  state: ItemStateKind;
  /** JSON: a skipped item's reason, a done one's evidence, or the field's new value; null if it was removed. */
  detail: string | null;
  changed_by: string;
  changed_by_name: string;
  changed_at: number;
}

/** Everything else that happens to a run. Rows never change. Key: installation, run, version (the run's after the change). */
export interface RunEventsTable {
  installation: string;
  run: string;
  version: number;
  kind: RunEventKind;
  item: string | null;
  /** JSON: the evidence of an approval, the role and who has it now, or the reason and the phase of a bypass. */
  detail: string | null;
  changed_by: string;
  changed_by_name: string;
  changed_at: number;
}

export type RunEventKind = Extract<
  RunEvent['kind'],
  'added' | 'approved' | 'approval withdrawn' | 'archived' | 'bypassed' | 'bypass withdrawn' | 'role' | 'unarchived'
>;

export type ItemStateKind = 'open' | 'done' | 'skipped';

/** The outbox's notifications. Key: installation, run, id. */
export interface NotificationsTable {
  installation: string;
  run: string;
  id: string;
  /** The order in which the run's rows are sent. */
  number: number;
  saying: string;
  /** The run's version that caused it. */
  version: number;
  state: NotificationState;
  send_after: number;
  failures: number;
  message: string | null;
  reason: string | null;
  /** Who reposted the run, and when. */
  asked_by: string | null;
  asked_by_name: string | null;
  asked_at: number | null;
}

/** Key: installation. */
export interface UpdateBudgetsTable {
  installation: string;
  /** Up to when the even pace is used up; ahead of now by no more than a burst. */
  spent_until: number;
}

/** Key: installation, id. */
export interface SeenEventsTable {
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

/** What the authors of an installation were told last. Key: installation. */
export interface GuideReportsTable {
  installation: string;
  /** Of the errors; `fine` if there are none. */
  digest: string;
}

/** Direct messages to authors of the guide. Key: installation, person, id. */
export interface AuthorMessagesTable {
  installation: string;
  person: string;
  id: string;
  /** Of the errors that it is about. */
  digest: string;
  content: string;
  state: NotificationState;
  send_after: number;
  failures: number;
  /** Until then, the process that sends it has time to record the result. */
  claimed_until: number;
  written_at: number;
  reason: string | null;
}

/** What owners said about pages, and when they were asked. Key: installation, slug. */
export interface PageReviewsTable {
  installation: string;
  slug: string;
  /** The day on which somebody said that the page is right. */
  reviewed_on: string | null;
  /** The id of the person. */
  reviewed_by: string | null;
  asked_at: number | null;
  /** Nobody is asked before. */
  ask_after: number;
}

/** Messages to the owners of pages. Key: installation, person, id. */
export interface ReviewMessagesTable {
  installation: string;
  /** The id of a person or a channel. */
  person: string;
  id: string;
  /** JSON. */
  question: string;
  state: NotificationState;
  send_after: number;
  failures: number;
  /** Until then, the process that sends it has time to record the result. */
  claimed_until: number;
  written_at: number;
  reason: string | null;
}

/** Tokens of the HTTP API. Key: installation, id. */
export interface AccessTokensTable {
  installation: string;
  id: string;
  name: string;
  /** Of the secret. Unique. */
  hash: string;
  /** JSON: the ids of channels. */
  channels: string;
  /** JSON: what it may do. */
  may: string;
  created_by: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

/** Requests of the HTTP API that have started a run, so that a repeat finds it. Key: installation, token, key. */
export interface IdempotencyKeysTable {
  installation: string;
  /** The token's id: two tokens may choose the same key. */
  token: string;
  key: string;
  /** A hash of what was asked for. */
  request: string;
  run: string;
  used_at: number;
}

/** Addresses that events are sent to. Key: installation, id. */
export interface HooksTable {
  /** `ONE_WORKSPACE` where the app has only one. */
  installation: string;
  id: string;
  url: string;
  events: string;
  /** Null: all of them. */
  channels: string | null;
  allow_private: number;
  /** Sealed for this row where the app has keys, otherwise as it is. */
  sealed_secret: string;
  created_at: number;
  disabled_at: number | null;
  disabled_reason: string | null;
  /** When it was told something last. */
  delivered_at: number | null;
}

/** What hooks are told. Key: installation, id. */
export interface HookDeliveriesTable {
  /** The run's. */
  installation: string;
  /** The `webhook-id`. */
  id: string;
  hook: string;
  run: string;
  /** The order in which a hook is told about the run. */
  number: number;
  event: string;
  state: HookDeliveryState;
  failures: number;
  send_after: number;
  /** The claim of the worker that sends it; it ends at `claimed_until`. */
  claim: string | null;
  claimed_until: number;
  written_at: number;
  finished_at: number | null;
  /** Of the last failure. */
  reason: string | null;
}

/**
 * `next`: the oldest of its run and hook that is not finished. `queued`: those after it. So a look for what can be sent reads few rows,
 * however many wait for a receiver that is down.
 */
export type HookDeliveryState = 'next' | 'queued' | 'delivered' | 'given up';

/** What people asked, and what came of it. Rows never change. Key: installation, id. */
export interface AsksTable {
  installation: string;
  id: string;
  at: number;
  kind: AskEvent['kind'];
  surface: string;
  /** Null if nobody is known. */
  person: string | null;
  question: string | null;
  outcome: Outcome['kind'] | null;
  /** JSON: the slugs that the answer showed; of an opened page, the ones that led to it and its own. */
  pages: string;
  section: string | null;
  helpful: number | null;
  comment: string | null;
}

/** What people asked who looks after a page. Key: installation, id. */
export interface OwnerQuestionsTable {
  installation: string;
  id: string;
  asker: string;
  asker_name: string;
  /** Null if no page was found. */
  page: string | null;
  page_title: string | null;
  question: string | null;
  missing: string | null;
  asked_at: number;
  /** Null until somebody answers. */
  answer: string | null;
  answered_by: string | null;
  answered_by_name: string | null;
  link: string | null;
}

/** The messages about them. They are deleted with their question. Key: installation, person, id. */
export interface OwnerMessagesTable {
  installation: string;
  /** Or a channel. */
  person: string;
  id: string;
  question: string;
  kind: OwnerMessage['kind'];
  state: NotificationState;
  send_after: number;
  failures: number;
  /** Until then, the process that sends it has time to record the result. */
  claimed_until: number;
  written_at: number;
  reason: string | null;
}

/** The pages that people opened last. Key: installation, person, page. */
export interface ReadsTable {
  installation: string;
  person: string;
  page: string;
  read_at: number;
}

/** Key: installation, channel. */
export interface ChannelSettingsTable {
  installation: string;
  channel: string;
  preferred_page: string | null;
  answers_mentions: number;
  questions_to: string | null;
  changed_by: string;
  changed_at: number;
}
