import type { Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import { backoff, type Clock, MAX_STORE_PAUSE_MS } from './clock.js';
import type { Notification, OutboxStore, SendResult, Step } from './store.js';

/** Posts and changes messages about runs in Slack. It never repeats a call by itself: that is up to the worker. */
export interface Publisher {
  /** Makes the posted message show the run as it is given. Repeating it is harmless. */
  update(run: Run): Promise<UpdateOutcome>;
  /**
   * Sends one notification: posts the run, adds a line to its thread, writes to a person… The worker calls it once, and again
   * only after `retry` or if `find` says that the message is absent; `moved` and `withdrawal` may be repeated.
   * A posting carries the metadata `{ event_type: 'guidepost_run', event_payload: { run: run.id, owed: notification.id } }`,
   * any other message `{ event_type: 'guidepost_said', event_payload: { run: run.id, owed: notification.id } }`.
   */
  send(notification: Notification, run: Run): Promise<SendOutcome>;
  /** Looks for a message whose sending was cut off, by its metadata. It changes nothing. */
  find(notification: Notification, run: Run): Promise<FindOutcome>;
}

export type UpdateOutcome =
  /** `againInMs`: the message has to be updated once more then, though nothing may happen until then. */
  | { readonly kind: 'done'; readonly againInMs?: number }
  | Retry
  /** Slack refused it for good, with this code: the message or the channel is gone, a permission is missing, the message is too long… */
  | { readonly kind: 'gone'; readonly reason: string };

export type SendOutcome =
  /** It arrived, as this message. */
  | { readonly kind: 'sent'; readonly message: string }
  /** It certainly did not arrive this time: a rate limit, a failure that Slack reports. */
  | Retry
  /** Slack refused it for good, with this code. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No reply: it may have arrived. */
  | { readonly kind: 'uncertain'; readonly reason?: string };

export type FindOutcome =
  | { readonly kind: 'found'; readonly message: string }
  /** The history was read, and the message is not there. */
  | { readonly kind: 'absent' }
  /** The history cannot be read: a missing scope, or the app is not a member. */
  | { readonly kind: 'unknown'; readonly reason?: string }
  | Retry;

/** It may work later: after `afterMs` if Slack said so (a rate limit), otherwise after a growing pause. */
export interface Retry {
  readonly kind: 'retry';
  readonly afterMs?: number;
  readonly reason?: string;
  /** A rate limit of the workspace rather than of this run: every update of the installation waits for it. */
  readonly rateLimited?: boolean;
  /** There was no reply, so an update may still arrive and overwrite a newer one: the message is updated once more later. */
  readonly uncertain?: boolean;
}

export interface SendDependencies {
  readonly store: OutboxStore;
  readonly publisher: Publisher;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The worker's name, under which it holds leases. */
  readonly worker: string;
}

/**
 * Does everything that can be done for one run now, step by step, under the run's lease. What has to wait stays in the store
 * with its time. Never rejects. @returns whether anything was done
 */
export async function sendForRun(key: RunKey, dependencies: SendDependencies): Promise<boolean> {
  const { store, logger, clock, signal, worker } = dependencies;

  const record: RecordResult = async (write) => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await write();
      } catch (error) {
        logger.warn('Could not record what was sent for a checklist; will retry', { ...key, error });
        // When stopping, one more attempt is made at once. What is not recorded is looked for at the next start.
        if (signal.aborted && failures > 1) return;
        await clock.sleep(backoff(failures, MAX_STORE_PAUSE_MS), signal);
      }
    }
  };

  for (let steps = 0; !signal.aborted; steps += 1) {
    try {
      const step = await store.nextStep(key, worker);
      if (step.kind === 'none') return steps > 0;
      if (step.kind === 'update') await updateMessage(key, step, record, dependencies);
      else await sendNotification(key, step, record, dependencies);
    } catch (error) {
      logger.warn('Could not read what to send for a checklist; will retry', { ...key, error });
      return steps > 0;
    }
  }
  // Gives the lease back, so that another process need not wait until it expires.
  await store.release(key, worker).catch(() => {});
  return true;
}

/** Writes a result to the store, again and again while the store is away: a forgotten result would be sent twice. */
type RecordResult = (write: () => Promise<void>) => Promise<void>;

async function updateMessage(
  key: RunKey,
  { run, failures }: Extract<Step, { kind: 'update' }>,
  record: RecordResult,
  { store, publisher, logger, worker }: SendDependencies,
): Promise<void> {
  const outcome = await publisher
    .update(run)
    .catch((error: unknown): UpdateOutcome => ({ kind: 'retry', reason: reasonOf(error) }));
  switch (outcome.kind) {
    case 'done':
      return record(() => store.markShown(key, worker, run.wantedVersion, outcome.againInMs));
    case 'gone':
      logger.warn('Slack refuses to update the message of a checklist; the next change will try again', {
        ...key,
        reason: outcome.reason,
      });
      return record(() => store.markUndeliverable(key, outcome.reason));
    case 'retry': {
      const ms = outcome.afterMs ?? backoff(failures + 1);
      const { rateLimited = false, uncertain = false, reason } = outcome;
      logger.warn('Could not update the message of a checklist; will retry', {
        ...key,
        failures: failures + 1,
        waitMs: ms,
        reason,
      });
      return record(() => store.postponeUpdate(key, { ms, wholeInstallation: rateLimited, uncertain }));
    }
  }
}

/** A message without a reply is looked for at once, and again after this long, when it can no longer be on its way. */
const ARRIVES_WITHIN_MS = 10_000;

/** Sends one notification, or finds out whether it was sent. */
async function sendNotification(
  key: RunKey,
  step: Extract<Step, { kind: 'send' | 'find' }>,
  record: RecordResult,
  { store, publisher, logger }: SendDependencies,
): Promise<void> {
  const { notification, run, failures } = step;
  const mayBeRepeated = notification.content.kind === 'moved' || notification.content.kind === 'withdrawal';

  const send = async (): Promise<SendResult> => {
    // After an exception nobody knows whether the message left.
    const outcome = await publisher
      .send(notification, run)
      .catch((error: unknown): SendOutcome => ({ kind: 'uncertain', reason: reasonOf(error) }));
    switch (outcome.kind) {
      case 'sent':
        return { ...outcome, version: run.wantedVersion };
      case 'refused':
        return outcome;
      case 'retry':
        return { kind: 'pending', inMs: outcome.afterMs ?? backoff(failures + 1) };
      case 'uncertain':
        return mayBeRepeated ? sendAgain() : find('just sent');
    }
  };

  const find = async (when: 'just sent' | 'cut off'): Promise<SendResult> => {
    if (mayBeRepeated) return send();
    const found = await publisher
      .find(notification, run)
      .catch((error: unknown): FindOutcome => ({ kind: 'retry', reason: reasonOf(error) }));
    switch (found.kind) {
      case 'found':
        return { kind: 'sent', message: found.message, ...(when === 'just sent' && { version: run.wantedVersion }) };
      case 'absent':
        return when === 'just sent' ? { kind: 'sending', inMs: ARRIVES_WITHIN_MS } : sendAgain();
      case 'unknown':
        return { kind: 'uncertain', reason: found.reason ?? 'no_reply' };
      case 'retry':
        return { kind: 'sending', inMs: found.afterMs ?? backoff(failures + 1) };
    }
  };

  const sendAgain = (): SendResult => ({ kind: 'pending', inMs: backoff(failures + 1) });

  const result = await (step.kind === 'send' ? send() : find('cut off'));
  if (result.kind !== 'sent') {
    logger.warn('A message about a checklist was not sent', { ...key, what: notification.content.kind, ...result });
  }
  await record(() => store.recordResult(key, notification.id, result));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
