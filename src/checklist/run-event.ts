import type { CalendarDate, Person } from './run.js';

/** Something that became of a run, as the history tells it. */
export type RunEvent = { readonly by: Person; readonly at: Date } & (
  | { readonly kind: 'posted' | 'brought-down' | 'archived' }
  | ({ readonly item: string } & ItemEvent)
);

/** What became of one item. Without a value, what was there is taken away. */
export type ItemEvent =
  | { readonly kind: 'done' | 'reopened' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'assigned'; readonly to?: Person }
  | { readonly kind: 'due'; readonly due?: CalendarDate }
  | { readonly kind: 'note'; readonly note?: string };
