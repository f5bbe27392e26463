/** Slack gives up after 3 s (docs.slack.dev); the network has its share of them. */
export const ACK_DEADLINE_MS = 2_000;

export interface TimedAck<T> {
  /** Acknowledges once. @returns whether the reply rode on the acknowledgement; false where it came too late for that */
  acknowledge(reply?: T): Promise<boolean>;
  readonly isAcknowledged: () => boolean;
}

/** Acknowledges by itself, empty, when the listener has not done so in time; `onLate` may tell the person why they wait. */
export function ackInTime<T>(
  ack: (reply?: T) => Promise<void>,
  onLate: () => Promise<void> = async () => {},
  deadlineMs = ACK_DEADLINE_MS,
): TimedAck<T> {
  let acknowledged = false;
  const timer = setTimeout(() => {
    if (acknowledged) return;
    acknowledged = true;
    void ack()
      .then(onLate)
      .catch(() => {});
  }, deadlineMs);
  return {
    async acknowledge(reply) {
      if (acknowledged) return false;
      acknowledged = true;
      clearTimeout(timer);
      await ack(reply);
      return true;
    },
    isAcknowledged: () => acknowledged,
  };
}
