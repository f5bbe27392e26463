import { stepSeconds } from './export.js';
import { isSettled, topLevelItems } from './progress.js';
import type { Run } from './run.js';

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
