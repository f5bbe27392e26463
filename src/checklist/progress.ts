import type { Person, Run, RunItem } from './run.js';

export interface Progress {
  readonly done: number;
  readonly skipped: number;
  readonly total: number;
  /** Of those done or skipped; a whole number, 100 only when none is open and 0 only when all are, whatever rounding would say. */
  readonly percent: number;
}

/** How far a run has come. */
export function progressOf({ items }: Pick<Run, 'items'>): Progress {
  const total = items.length;
  const count = (kind: RunItem['state']['kind']): number => items.filter(({ state }) => state.kind === kind).length;
  const [done, skipped] = [count('done'), count('skipped')];
  return { done, skipped, total, percent: percentOf(done + skipped, total) };
}

/** Whether every item is done or skipped. A run without items is never complete: nothing has been achieved in it. */
export function isComplete({ items }: Pick<Run, 'items'>): boolean {
  return items.length > 0 && items.every(({ state }) => state.kind !== 'open');
}

/** Those who did the items that are done now, each once, in the order in which they first did one. */
export function peopleWhoDid({ items }: Pick<Run, 'items'>): Person[] {
  const done = items.flatMap(({ state }) => (state.kind === 'done' ? [state] : []));
  const people = new Map<string, Person>();
  for (const { by } of done.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (!people.has(by.id)) people.set(by.id, by);
  }
  return [...people.values()];
}

function percentOf(settled: number, total: number): number {
  if (settled === 0) return 0;
  return Math.max(1, Math.floor((settled / total) * 100));
}
