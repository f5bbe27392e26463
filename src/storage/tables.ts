/**
 * The tables as both dialects return them. Times are integer milliseconds since 1970, yes and no are 1 and 0, what has
 * a structure is JSON as text: SQLite can bind neither dates nor booleans nor objects.
 */
export interface Tables {
  runs: RunsTable;
  run_items: RunItemsTable;
  item_events: ItemEventsTable;
}

/** Key: installation, id. */
export interface RunsTable {
  installation: string;
  id: string;
  channel: string;
  message: string | null;
  page: string;
  title: string;
  guide_revision: string;
  posted_by: string;
  posted_by_name: string;
  posted_at: number;
  shown_window: number;
  completed_at: number | null;
  wanted_version: number;
  drawn_version: number;
  completion_said: number;
  parked_reason: string | null;
}

/** Key: installation, run, item. */
export interface RunItemsTable {
  installation: string;
  run: string;
  item: string;
  position: number;
  title: string;
  title_content: string;
  detail: string;
  state: ItemStateKind;
  state_by: string | null;
  state_by_name: string | null;
  state_at: number | null;
}

/** Every real change of an item, never changed afterwards. Key: installation, run, version (the run's after the change). */
export interface ItemEventsTable {
  installation: string;
  run: string;
  version: number;
  item: string;
  state: ItemStateKind;
  changed_by: string;
  changed_by_name: string;
  changed_at: number;
}

export type ItemStateKind = 'open' | 'done';
