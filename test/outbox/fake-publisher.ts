import type { Run } from '../../src/checklist/run.js';
import type { Clock } from '../../src/outbox/clock.js';
import type { FindOutcome, Publisher, SendOutcome, UpdateOutcome } from '../../src/outbox/send.js';
import type { Notification, NotificationContent } from '../../src/outbox/store.js';

export interface Update {
  readonly run: Run;
  readonly at: number;
}

export interface Sent extends Update {
  readonly notification: Notification;
}

/** A publisher that records what was updated and sent, with outcomes that a test decides. */
export interface FakePublisher extends Publisher {
  readonly updates: Update[];
  readonly sent: Sent[];
  readonly searches: Sent[];
  sentOf(kind: NotificationContent['kind']): Sent[];
  /** The most calls about one run that were in flight at the same time. */
  readonly maxInFlight: number;
  /** Decide the outcome of the next calls. By default they succeed. */
  onUpdate: (run: Run, attempt: number) => UpdateOutcome | Promise<UpdateOutcome>;
  onSend: (notification: Notification, run: Run, attempt: number) => SendOutcome | Promise<SendOutcome>;
  onFind: (notification: Notification, run: Run) => FindOutcome | Promise<FindOutcome>;
}

export const DONE: UpdateOutcome = { kind: 'done' };

export function createFakePublisher(clock: Clock): FakePublisher {
  const underWay = new Map<string, number>();
  let maxInFlight = 0;
  const counted = async <T>(run: Run, call: () => T | Promise<T>): Promise<T> => {
    const now = (underWay.get(run.id) ?? 0) + 1;
    underWay.set(run.id, now);
    maxInFlight = Math.max(maxInFlight, now);
    try {
      return await call();
    } finally {
      underWay.set(run.id, (underWay.get(run.id) ?? 1) - 1);
    }
  };
  const publisher: FakePublisher = {
    updates: [],
    sent: [],
    searches: [],
    sentOf: (kind) => publisher.sent.filter(({ notification }) => notification.content.kind === kind),
    get maxInFlight() {
      return maxInFlight;
    },
    onUpdate: () => DONE,
    onSend: (_, __, attempt) => ({ kind: 'sent', message: `${attempt}.0` }),
    onFind: () => ({ kind: 'unknown' }),
    update: (run) => {
      publisher.updates.push({ run, at: clock.now() });
      return counted(run, () => publisher.onUpdate(run, publisher.updates.length));
    },
    send: (notification, run) => {
      publisher.sent.push({ notification, run, at: clock.now() });
      return counted(run, () => publisher.onSend(notification, run, publisher.sent.length));
    },
    find: (notification, run) => {
      publisher.searches.push({ notification, run, at: clock.now() });
      return counted(run, () => publisher.onFind(notification, run));
    },
  };
  return publisher;
}
