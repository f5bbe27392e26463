import { LruMap } from 'toad-cache';

/** How many requests a person, and a whole workspace, may send. */
export interface RateLimits {
  /** Counts one request against both limits. @returns why it must be refused, or undefined */
  take(installation: string, person: string): Refusal | undefined;
}

export interface Refusal {
  readonly whose: 'person' | 'workspace';
  /** The first refusal of a burst. The others need no notice of their own. */
  readonly isFirst: boolean;
  readonly perMinute: number;
  /** When the next request is allowed. */
  readonly retryInMs: number;
}

/** A workspace may send as much as this many people, in bursts of ten of them: less than a second of work. */
const PEOPLE = 100;
const PEOPLE_IN_BURST = 10;

const MINUTE_MS = 60_000;
/** Of people and of workspaces each: about 5 MB. */
const MAX_KEYS = 40_000;

/**
 * Rate limits in memory, for each process separately: the requests of a minute in one burst, then at an even rate.
 * @param perMinute of a person; 0 means no limit. @param now milliseconds that only ever increase: the machine's clock may be set back
 */
export function createRateLimits(perMinute: number, now: () => number = () => performance.now()): RateLimits {
  if (perMinute === 0) return { take: () => undefined };
  const takePerson = createLimiter({ perMinute, burst: perMinute });
  const takeWorkspace = createLimiter({ perMinute: perMinute * PEOPLE, burst: perMinute * PEOPLE_IN_BURST });
  return {
    take(installation, person) {
      const at = now();
      const ofPerson = takePerson(`${installation} ${person}`, at);
      if (ofPerson !== undefined) return { whose: 'person', ...ofPerson, perMinute };
      const ofWorkspace = takeWorkspace(installation, at);
      return ofWorkspace && { whose: 'workspace', ...ofWorkspace, perMinute };
    },
  };
}

/** Five letters a second, faster than a person types for long, in bursts of 300. */
const LETTERS_PER_MINUTE = 300;

/** Limits for the letters typed into a search field: each is a request. @param perMinute other requests of a person; 0 means no limit */
export function createSuggestionLimits(perMinute: number, now?: () => number): RateLimits {
  return createRateLimits(perMinute === 0 ? 0 : Math.max(LETTERS_PER_MINUTE, 5 * perMinute), now);
}

interface Usage {
  /** The time at which everything taken so far is paid back. */
  spentUntil: number;
  isNotified: boolean;
}

/** The generic cell rate algorithm (ITU-T I.371): it needs one timestamp per key. */
function createLimiter({ perMinute, burst }: { perMinute: number; burst: number }) {
  const interval = MINUTE_MS / perMinute;
  const tolerance = (burst - 1) * interval;
  const usages = new LruMap<Usage>(MAX_KEYS);
  return (key: string, at: number): { isFirst: boolean; retryInMs: number } | undefined => {
    let usage = usages.get(key);
    if (usage === undefined) {
      usage = { spentUntil: at, isNotified: false };
      usages.set(key, usage);
    }
    const ahead = usage.spentUntil - at;
    if (ahead > tolerance) {
      const isFirst = !usage.isNotified;
      usage.isNotified = true;
      return { isFirst, retryInMs: ahead - tolerance };
    }
    // A burst ends when half of the limit is free again, not with the next single request.
    if (ahead <= tolerance / 2) usage.isNotified = false;
    usage.spentUntil = Math.max(usage.spentUntil, at) + interval;
    return undefined;
  };
}
