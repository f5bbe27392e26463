import type { RunKey } from '../checklist/run-store.js';
import { backoff } from './backoff.js';
import type { FindOutcome, SayOutcome } from './canvas.js';
import type { Settled, Step } from './delivery-store.js';
import type { Note, SendDependencies } from './send-for-run.js';

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
