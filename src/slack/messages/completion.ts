import { peopleWhoDid, progressOf, type Run } from '../../checklist/run.js';
import { count } from './count.js';
import { peopleList } from './person.js';
import { bold, runTitle } from './run-title.js';
import { duration } from './when.js';

/** "in 2 h 10 min, by Ada and 2 more"; nothing while an item is open. */
export function completionFacts(run: Run, people: number): string | undefined {
  if (run.completedAt === undefined) return undefined;
  const who = peopleWhoDid(run);
  return `in ${duration(run.postedAt, run.completedAt)}${who.length > 0 ? `, by ${peopleList(who, people)}` : ''}`;
}

/** The one line in the thread of a run whose last item was done or skipped. */
export function completionLine(run: Run): string {
  const { done, skipped, total } = progressOf(run);
  const what = skipped === 0 ? `All ${count(total, 'item')} of` : `${done} of ${count(total, 'item')} of`;
  const rest = skipped === 0 ? '' : `, ${skipped} skipped`;
  return `✅ ${what} ${bold(runTitle(run))} are done${rest}, ${completionFacts(run, 10) ?? 'just now'}.`;
}
