import type { RunKey } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import { backoff, type Clock } from './clock.js';
import type { Canvas, DrawOutcome, FindOutcome, SayOutcome } from './publisher.js';
import type { DeliveryStore, Settled, Step } from './store.js';

export interface SendDependencies {
  readonly store: DeliveryStore;
  readonly canvas: Canvas;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The worker's name, under which it holds leases. */
  readonly worker: string;
}

/** Notes a result in the store, again and again while the store cannot be reached: forgotten, it would be sent twice. */
export type Note = (write: () => Promise<void>) => Promise<void>;

/**
 * Does for one run, step by step, whatever can be done now, under the run's lease. What has to wait stays in the store with
 * its time. Never rejects. @returns whether anything was done
 */
export async function sendForRun(key: RunKey, dependencies: SendDependencies): Promise<boolean> {
  const { store, logger, clock, signal, worker } = dependencies;

  const note: Note = async (write) => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await write();
      } catch (error) {
        logger.warn('What was sent for a checklist could not be noted; it will be tried again', { ...key, error });
        // Asked to stop, one more attempt is made at once: what is not noted is looked for at the next start.
        if (signal.aborted && failures > 1) return;
        await clock.sleep(backoff(failures), signal);
      }
    }
  };

  for (let steps = 0; !signal.aborted; steps += 1) {
    try {
      const step = await store.nextStep(key, worker);
      if (step.kind === 'rest') return steps > 0;
      if (step.kind === 'draw') await drawRun(key, step, note, dependencies);
      else await sayOwed(key, step, note, dependencies);
    } catch (error) {
      logger.warn('What is owed for a checklist could not be read; it will be tried again', { ...key, error });
      return steps > 0;
    }
  }
  // Gives the lease back, so that another process need not wait for its end.
  await store.release(key, worker).catch(() => {});
  return true;
}

type DrawStep = Extract<Step, { kind: 'draw' }>;

/** Draws the run once, and notes what came of it. */
export async function drawRun(
  key: RunKey,
  { run, failures }: DrawStep,
  note: Note,
  { store, canvas, logger, worker }: SendDependencies,
): Promise<void> {
  const outcome = await canvas.draw(run).catch(
    (error: unknown): DrawOutcome => ({
      kind: 'retry',
      reason: error instanceof Error ? error.message : String(error),
    }),
  );
  switch (outcome.kind) {
    case 'done':
      return note(() => store.drawn(key, worker, run.wantedVersion));
    case 'gone':
      logger.warn('A checklist can no longer be redrawn: its message is gone', { ...key, reason: outcome.reason });
      return note(() => store.park(key, outcome.reason));
    case 'retry': {
      const ms = outcome.afterMs ?? backoff(failures + 1);
      const { rateLimited = false, uncertain = false, reason } = outcome;
      logger.warn('A checklist could not be redrawn; it will be tried again', {
        ...key,
        failures: failures + 1,
        waitMs: ms,
        reason,
      });
      return note(() => store.postponeDraw(key, { ms, wholeInstallation: rateLimited, uncertain }));
    }
  }
}

type SayStep = Extract<Step, { kind: 'say' | 'find' }>;

/** A message without a reply is looked for at once, and again after this long, when it can no longer be on its way. */
const ARRIVES_WITHIN_MS = 10_000;

/** Says one thing, or finds out whether it was said, and notes what came of it. */
export async function sayOwed(
  key: RunKey,
  step: SayStep,
  note: Note,
  { store, canvas, logger }: SendDependencies,
): Promise<void> {
  const { owed, run, failures } = step;
  const mayBeRepeated = owed.saying.kind === 'moved' || owed.saying.kind === 'withdrawal';

  const say = async (): Promise<Settled> => {
    // What was thrown may have happened before or after the message left.
    const outcome = await canvas
      .say(owed, run)
      .catch((error: unknown): SayOutcome => ({ kind: 'uncertain', reason: reasonOf(error) }));
    if (outcome.kind !== 'uncertain') return settled(outcome);
    return mayBeRepeated ? again() : find('just said');
  };

  const find = async (when: 'just said' | 'cut off'): Promise<Settled> => {
    if (mayBeRepeated) return say();
    const found = await canvas
      .find(owed, run)
      .catch((error: unknown): FindOutcome => ({ kind: 'retry', reason: reasonOf(error) }));
    switch (found.kind) {
      case 'found':
        return { kind: 'sent', message: found.message, ...(when === 'just said' && { version: run.wantedVersion }) };
      case 'absent':
        return when === 'just said' ? { kind: 'sending', inMs: ARRIVES_WITHIN_MS } : again();
      case 'unknown':
        return { kind: 'uncertain', reason: found.reason ?? 'no_reply' };
      case 'retry':
        return { kind: 'sending', inMs: found.afterMs ?? backoff(failures + 1) };
    }
  };

  const settled = (outcome: Exclude<SayOutcome, { kind: 'uncertain' }>): Settled => {
    if (outcome.kind === 'sent') return { ...outcome, version: run.wantedVersion };
    return outcome.kind === 'refused' ? outcome : { kind: 'owed', inMs: outcome.afterMs ?? backoff(failures + 1) };
  };

  const again = (): Settled => ({ kind: 'owed', inMs: backoff(failures + 1) });

  const result = await (step.kind === 'say' ? say() : find('cut off'));
  if (result.kind !== 'sent') {
    logger.warn('Something about a checklist was not said', { ...key, what: owed.saying.kind, ...result });
  }
  await note(() => store.settle(key, owed.id, result));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
