import type { CalendarDate } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';

export interface DueItem extends RunKey {
  readonly item: string;
  readonly due: CalendarDate;
  /** The id of whoever has it. */
  readonly assignee: string;
}

/** Open items with a day and a person, for the reminders. */
export interface ReminderStore {
  /**
   * Items of posted runs, not archived, that were due before this day and of which their assignee has not been told; the
   * longest overdue of each installation first, the installations in turns. An item that was given another day or another person counts anew.
   */
  overdue(before: CalendarDate, limit: number): Promise<DueItem[]>;
  /**
   * Owes the assignee one direct message about it. Asking twice, from whichever process, owes one. Nothing is owed where the item
   * has changed meanwhile, or the run is gone.
   */
  remind(item: DueItem): Promise<void>;
}
