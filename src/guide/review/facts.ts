import { addPeriod, ageInWords, type Day, daysBetween, type Period, readDay } from '../dates.js';
import { FACTS_FILE, type Fact, type FactUse } from '../facts/fact.js';
import { type Problem, problemAt } from '../problem.js';
import { dayFault } from './dates.js';

/** The facts of a guide, and where they are used. */
export interface ReviewedFacts {
  readonly facts: readonly Fact[];
  readonly uses: readonly FactUse[];
}

/** Facts that no page uses, and days on which nobody can have checked one. */
export function factProblems({ facts, uses }: ReviewedFacts, today: Day): Problem[] {
  const used = new Set(uses.map(({ name }) => name));
  return facts.flatMap(({ name, line, checked }) => {
    const problems: Problem[] = [];
    if (!used.has(name)) {
      const text = `no page uses "${name}". Write {{fact:${name}}} where it belongs, or remove it.`;
      problems.push(problemAt('unused-fact', FACTS_FILE, line, text));
    }
    const fault = checked && dayFault(checked.text, today, 'the fact');
    if (fault !== undefined)
      problems.push(problemAt('invalid-date', FACTS_FILE, checked?.line, `${name}.checked: ${fault}`));
    return problems;
  });
}

/** How many pages are named. */
const MAX_NAMED = 5;

/** Facts that nobody has checked for more than so many days, or for longer than the guide allows, with the pages that use them. */
export function staleFacts(
  { facts, uses }: ReviewedFacts,
  today: Day,
  { days, reviewIn }: { readonly days: number | undefined; readonly reviewIn: Period | undefined },
): Problem[] {
  return facts.flatMap(({ name, line, checked }) => {
    const day = checked && readDay(checked.text);
    if (day === undefined) return [];
    const isOld = days !== undefined && daysBetween(day, today) > days;
    if (!isOld && !(reviewIn && addPeriod(day, reviewIn) < today)) return [];
    const files = [...new Set(uses.flatMap((use) => (use.name === name ? use.file : [])))];
    const more = files.length > MAX_NAMED ? ` and ${files.length - MAX_NAMED} more` : '';
    const where = files.length === 0 ? '' : ` Used by ${files.slice(0, MAX_NAMED).join(', ')}${more}.`;
    const text = `"${name}" is to be checked again. Last checked ${ageInWords(day, today)}, on ${day}.${where} Look at its source, then write checked: "${today}".`;
    return [problemAt('stale-fact', FACTS_FILE, line, text)];
  });
}
