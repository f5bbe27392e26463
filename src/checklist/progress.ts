import type { Person, Run, RunItem } from './run.js';

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** A whole number, 100 only when every item is done and 0 only when none is, whatever rounding would say. */
  readonly percent: number;
}

/** How far a run has come. */
export const progressOf = ({ items }: Pick<Run, 'items'>): Progress => {
  const total = items.length;
  const done = items.filter(isDone).length;
  return { done, total, percent: percentOf(done, total) };
};

/** Whether every item is done. A run without items is never complete: nothing has been achieved in it. */
export const isComplete = ({ items }: Pick<Run, 'items'>): boolean => items.length > 0 && items.every(isDone);

/** Those who did the items that are done now, each once, in the order in which they first did one. */
export const peopleWhoDid = ({ items }: Pick<Run, 'items'>): Person[] => {
  const done = items.flatMap(({ state }) => (state.kind === 'done' ? [state] : []));
  const people = new Map<string, Person>();
  for (const { by } of done.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (!people.has(by.id)) people.set(by.id, by);
  }
  return [...people.values()];
};

const isDone = ({ state }: RunItem): boolean => state.kind === 'done';

const percentOf = (done: number, total: number): number => {
  if (done === 0) return 0;
  return Math.max(1, Math.floor((done / total) * 100));
};
