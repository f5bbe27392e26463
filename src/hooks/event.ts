import { phaseProgress } from '../checklist/progress.js';
import type { Person, Run, RunItem } from '../checklist/run.js';

/** What a hook can be told about. */
export const EVENT_TYPES = ['run.started', 'item.settled', 'phase.complete', 'run.complete'] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** Something that other programs are told about a run. */
export type HookEvent = { readonly at: Date } & (
  | { readonly type: 'run.started' | 'run.complete' }
  | { readonly type: 'item.settled'; readonly item: SettledItem }
  | { readonly type: 'phase.complete'; readonly phase: { readonly id: string; readonly title: string } }
);

/** An item as receivers read it. */
export interface SettledItem {
  readonly id: string;
  readonly title: string;
  readonly phase: string | null;
  readonly state: 'done' | 'skipped';
  readonly by: Person;
  /** Of an item that is done. */
  readonly evidence: string | null;
  /** Why it was skipped. */
  readonly reason: string | null;
}

/** A change of a run. A run that was just started has no `before`. */
export interface RunChange {
  readonly before?: Run;
  readonly after: Run;
  readonly at: Date;
}

/**
 * What hooks are told about a change, in the order in which they read it: the start, each item that was settled, each phase that is
 * complete now and was not before, and the run if it is. A phase or a run that was reopened is told again when it is complete
 * again. What is complete from the start, because nothing in it applies, is told with the start.
 */
export function eventsOf({ before, after, at }: RunChange): HookEvent[] {
  const wasComplete = new Set(before ? completePhases(before).map(({ id }) => id) : []);
  return [
    ...(before ? [] : [{ type: 'run.started' as const, at }]),
    ...(before ? settledItems(before, after).map((item) => ({ type: 'item.settled' as const, at, item })) : []),
    ...completePhases(after)
      .filter(({ id }) => !wasComplete.has(id))
      .map((phase) => ({ type: 'phase.complete' as const, at, phase })),
    ...(after.completedAt && !before?.completedAt ? [{ type: 'run.complete' as const, at }] : []),
  ];
}

/** An item that is done with other evidence was settled before. */
function settledItems(before: Run, after: Run): SettledItem[] {
  const statesBefore = new Map(before.items.map(({ id, state }) => [id, state.kind]));
  return after.items.flatMap((item) => (statesBefore.get(item.id) === item.state.kind ? [] : toSettled(item)));
}

function toSettled({ id, title, phase, state }: RunItem): SettledItem[] {
  if (state.kind === 'open') return [];
  const by = { id: state.by.id, name: state.by.name };
  const given =
    state.kind === 'done'
      ? { evidence: state.evidence ?? null, reason: null }
      : { evidence: null, reason: state.reason };
  return [{ id, title, phase: phase ?? null, state: state.kind, by, ...given }];
}

/** Items in no phase make none. */
function completePhases(run: Run): { readonly id: string; readonly title: string }[] {
  return phaseProgress(run).flatMap(({ isComplete, phase }) =>
    isComplete && phase ? [{ id: phase.id, title: phase.title }] : [],
  );
}

/** What a payload says about the run. */
export type ToldRun = Pick<Run, 'id' | 'page' | 'title' | 'name' | 'channel'>;

/**
 * The body of the request, as Standard Webhooks recommends it.
 * @param url of the run's message; null if it has none, or Slack does not say
 */
export function payloadOf({ at, ...event }: HookEvent, run: ToldRun, url: string | null): string {
  const { type, ...about } = event;
  const { id, page, title, name, channel } = run;
  return JSON.stringify({
    type,
    timestamp: at.toISOString(),
    data: { run: { id, url, page, title, name: name ?? null, channel }, ...about },
  });
}
