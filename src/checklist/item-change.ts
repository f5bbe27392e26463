import type { CalendarDate, Person } from './run.js';

/** What an item shall be after a press. Never "the other one", so that a repeated press is harmless. */
export type Outcome =
  | { readonly kind: 'open' }
  | { readonly kind: 'done' }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Who changes an item, and when. */
export interface ItemPress {
  readonly item: string;
  readonly by: Person;
  readonly at: Date;
  /**
   * The place of the press among all presses: Slack's `action_ts` in microseconds (`sequenceOf`). A press that is not newer
   * than the last one that the same part of the item has taken changes nothing, so that repeats and late deliveries
   * leave what was pressed last. Without it `at` counts.
   */
  readonly sequence?: number;
}

/** One wish for one item. */
export type ItemChange = ItemPress &
  (
    | { readonly part: 'state'; readonly outcome: Outcome }
    | { readonly part: 'assignee'; readonly assignee: Person | undefined }
    | { readonly part: 'due'; readonly due: CalendarDate | undefined }
    | { readonly part: 'note'; readonly note: string | undefined }
  );

/** A press's place by Slack's `action_ts` (`1763600000.123456`); undefined where that is none. */
export function sequenceOf(actionTs: string | undefined): number | undefined {
  const match = /^(\d{1,10})\.(\d{1,6})$/.exec(actionTs ?? '');
  return match ? Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0')) : undefined;
}
