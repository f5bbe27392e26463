import type { Phase } from '../guide/page.js';
import type { Run, RunItem } from './run.js';

/**
 * How far a list has come. It counts top-level items: a sub-item counts through its parent, which is open while one of its
 * sub-items is. Items that do not apply are not counted. `done` + `skipped` + `open` is always `total`.
 */
export interface Progress {
  readonly done: number;
  readonly skipped: number;
  readonly open: number;
  readonly total: number;
  /**
   * Done or skipped, as a whole number. Rounding never gives 100 while an item is open, nor 0 once one is not. 100 if there is
   * nothing to do because no item applies.
   */
  readonly percent: number;
}

type Items = Pick<Run, 'items'>;

/** Done, skipped, or need not be done. */
export function isSettled({ doesNotApply, state }: Pick<RunItem, 'doesNotApply' | 'state'>): boolean {
  return doesNotApply !== undefined || state.kind !== 'open';
}

/** The sub-items of an item that apply, in their order. */
export function subItemsOf({ items }: Items, { id }: Pick<RunItem, 'id'>): RunItem[] {
  return items.filter(({ doesNotApply, parent }) => parent === id && doesNotApply === undefined);
}

/** The items that are not part of another one in this list. */
export function topLevelItems({ items }: Items): RunItem[] {
  const ids = new Set(items.map(({ id }) => id));
  return items.filter(({ parent }) => parent === undefined || !ids.has(parent));
}

/** How far a run has come, or the part of it that has these items. */
export function progressOf(run: Items): Progress {
  const counted = topLevelItems(run).filter(({ doesNotApply }) => doesNotApply === undefined);
  const count = (kind: RunItem['state']['kind']): number => counted.filter(({ state }) => state.kind === kind).length;
  const [done, skipped, open, total] = [count('done'), count('skipped'), count('open'), counted.length];
  return { done, skipped, open, total, percent: run.items.length === 0 ? 0 : percentOf(total - open, total) };
}

function percentOf(settled: number, total: number): number {
  if (settled === total) return 100;
  return settled === 0 ? 0 : Math.max(1, Math.floor((settled / total) * 100));
}

/**
 * Whether every item that holds it up is settled. Optional items do not, unless there are no others: a list of optional items
 * only is complete when all of them are settled. A sub-item counts through its parent. A list without items is never complete.
 */
export function isComplete(run: Items): boolean {
  return run.items.length > 0 && holdingUp(run).every(isSettled);
}

/** The items that have to be settled before the list is complete, in their order, settled ones included. */
export function holdingUp(run: Items): RunItem[] {
  const items = topLevelItems(run);
  const required = items.filter(({ rules }) => !rules.optional);
  return required.length > 0 ? required : items;
}

/** A phase of a run and how far it has come; without `phase`, the items that come in none. */
export interface PhaseProgress extends Progress {
  readonly phase?: Phase;
  readonly items: readonly RunItem[];
  /** See `isComplete`: optional items may be open. */
  readonly isComplete: boolean;
}

/** Each phase that has items, in the order of the run; first those in none. One entry for a run without phases. */
export function phaseProgress({ items, phases }: Pick<Run, 'items' | 'phases'>): PhaseProgress[] {
  const known = new Set(phases.map(({ id }) => id));
  const inNone = items.filter(({ phase }) => phase === undefined || !known.has(phase));
  return [
    { items: inNone },
    ...phases.map((phase) => ({ phase, items: items.filter((item) => item.phase === phase.id) })),
  ]
    .filter((part) => part.items.length > 0)
    .map((part) => ({ ...part, ...progressOf(part), isComplete: isComplete(part) }));
}

/** How long each settled top-level item took: since the one that was settled before it, or since the start. In seconds. */
export function stepSeconds(run: Pick<Run, 'items' | 'postedAt'>): Map<string, number> {
  const settled = topLevelItems(run).flatMap(({ id, state }) =>
    state.kind === 'open' ? [] : [{ id, at: state.at.getTime() }],
  );
  let before = run.postedAt.getTime();
  return new Map(
    settled
      .sort((one, other) => one.at - other.at)
      .map(({ id, at }) => {
        const seconds = Math.max(0, Math.round((at - before) / 1_000));
        before = Math.max(before, at);
        return [id, seconds];
      }),
  );
}

/** How a step of a checklist went over many runs. Times are in seconds. */
export interface StepStatistics {
  readonly item: string;
  readonly title: string;
  readonly runs: number;
  readonly done: number;
  readonly skipped: number;
  /** Left open in runs that are archived. */
  readonly leftOpen: number;
  /** Absent if it was never done. */
  readonly p50?: number;
  readonly p90?: number;
}

/** The steps of these runs of one checklist, in the order of the newest run that has them. @param runs newest first */
export function stepStatistics(runs: readonly Run[]): StepStatistics[] {
  const steps = new Map<
    string,
    { title: string; times: number[]; runs: number; done: number; skipped: number; leftOpen: number }
  >();
  for (const run of runs) {
    const seconds = stepSeconds(run);
    for (const item of topLevelItems(run)) {
      if (item.doesNotApply !== undefined) continue;
      const step = steps.get(item.id) ?? { title: item.title, times: [], runs: 0, done: 0, skipped: 0, leftOpen: 0 };
      steps.set(item.id, step);
      step.runs += 1;
      if (item.state.kind === 'done') step.done += 1;
      if (item.state.kind === 'skipped') step.skipped += 1;
      if (run.archivedAt !== undefined && !isSettled(item)) step.leftOpen += 1;
      const took = item.state.kind === 'done' ? seconds.get(item.id) : undefined;
      if (took !== undefined) step.times.push(took);
    }
  }
  return [...steps].map(([item, { times, ...step }]) => {
    const sorted = times.sort((one, other) => one - other);
    const at = (share: number): number | undefined => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    const [p50, p90] = [at(0.5), at(0.9)];
    return { item, ...step, ...(p50 !== undefined && p90 !== undefined && { p50, p90 }) };
  });
}
