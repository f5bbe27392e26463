import type { Clock } from './clock.js';

/** Slack allows `chat.update` about 50 times a minute for a workspace, with some indulgence for a burst. */
const BURST = 20;
const PER_MINUTE = 45;
const MS_PER_DRAW = 60_000 / PER_MINUTE;

/** Lets each installation draw a burst and then at an even pace, whoever asked first going first. */
export interface Pace {
  /** Resolves when the installation may draw once, or as soon as the signal is aborted. */
  take(installation: string, signal: AbortSignal): Promise<void>;
}

interface Bucket {
  tokens: number;
  filledAt: number;
  /** Settles when everybody who asked before has got theirs. */
  queue: Promise<void>;
}

export const createPace = (clock: Clock): Pace => {
  const buckets = new Map<string, Bucket>();

  const takeFrom = async (bucket: Bucket, signal: AbortSignal): Promise<void> => {
    refill(bucket, clock.now());
    while (bucket.tokens < 1 && !signal.aborted) {
      await clock.sleep(Math.ceil((1 - bucket.tokens) * MS_PER_DRAW), signal);
      refill(bucket, clock.now());
    }
    bucket.tokens -= 1;
  };

  return {
    take: (installation, signal) => {
      const bucket = buckets.get(installation) ?? { tokens: BURST, filledAt: clock.now(), queue: Promise.resolve() };
      buckets.set(installation, bucket);
      bucket.queue = bucket.queue.then(() => takeFrom(bucket, signal));
      return bucket.queue;
    },
  };
};

const refill = (bucket: Bucket, now: number): void => {
  const passed = Math.max(0, now - bucket.filledAt); // A clock that is set back must not take tokens away.
  bucket.tokens = Math.min(BURST, bucket.tokens + passed / MS_PER_DRAW);
  bucket.filledAt = now;
};
