/** How much a person, and a whole workspace, may ask for. */
export interface RateLimits {
  /** Takes one request from both allowances. @returns why it must be refused; nothing where it need not */
  take(installation: string, person: string): Refusal | undefined;
}

export interface Refusal {
  readonly whose: 'person' | 'workspace';
  /** The first of a stretch: the others need not be told by a message of their own. */
  readonly isNews: boolean;
  readonly perMinute: number;
}

/** A workspace may ask for as much as this many people, in bursts of ten of them: less than a second's work. */
const PEOPLE = 100;
const PEOPLE_AT_ONCE = 10;

const MINUTE_MS = 60_000;
/** Of each kind, twice as many are remembered at the most: some 5 MB. */
const KEPT = 20_000;

/**
 * Allowances in memory, each process for itself: a minute's requests at once, then an even pace (the generic cell rate
 * algorithm of ITU-T I.371: one moment per allowance, up to which it is used up).
 * @param perMinute of a person; 0 is without limit. @param now milliseconds
 */
export function createRateLimits(perMinute: number, now: () => number = Date.now): RateLimits {
  if (perMinute === 0) return { take: () => undefined };
  const people = createAllowances({ perMinute, burst: perMinute });
  const workspaces = createAllowances({ perMinute: perMinute * PEOPLE, burst: perMinute * PEOPLE_AT_ONCE });
  return {
    take(installation, person) {
      const at = now();
      const tooMuch = people(`${installation} ${person}`, at);
      if (tooMuch !== undefined) return { whose: 'person', isNews: tooMuch === 'news', perMinute };
      const tooMany = workspaces(installation, at);
      return tooMany && { whose: 'workspace', isNews: tooMany === 'news', perMinute };
    },
  };
}

/** Five letters a second, which nobody types for long, and 300 of them at once. */
const LETTERS_PER_MINUTE = 300;

/** The same for the letters that are typed into a search field. @param perMinute other requests of a person; 0 is without limit */
export function createSuggestionLimits(perMinute: number, now?: () => number): RateLimits {
  return createRateLimits(perMinute === 0 ? 0 : Math.max(LETTERS_PER_MINUTE, 5 * perMinute), now);
}

interface Allowance {
  spentUntil: number;
  told: boolean;
}

function createAllowances({ perMinute, burst }: { perMinute: number; burst: number }) {
  const turn = MINUTE_MS / perMinute;
  const ahead = (burst - 1) * turn;
  // Two generations: what was not touched while the younger one filled up, or for a minute, is forgotten. By then it is whole again.
  let young = new Map<string, Allowance>();
  let old = young;
  let since = 0;

  const allowanceOf = (key: string, at: number): Allowance => {
    if (at - since > MINUTE_MS || young.size >= KEPT) {
      old = young;
      young = new Map();
      since = at;
    }
    let allowance = young.get(key);
    if (allowance === undefined) {
      allowance = old.get(key) ?? { spentUntil: 0, told: false };
      young.set(key, allowance);
    }
    return allowance;
  };

  return (key: string, at: number): 'news' | 'again' | undefined => {
    const allowance = allowanceOf(key, at);
    const debt = allowance.spentUntil - at;
    if (debt > ahead) {
      if (allowance.told) return 'again';
      allowance.told = true;
      return 'news';
    }
    // A stretch is over when half of it is there again, not with the next single turn.
    if (debt <= ahead / 2) allowance.told = false;
    allowance.spentUntil = Math.max(allowance.spentUntil, at) + turn;
    return undefined;
  };
}
