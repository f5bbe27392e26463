import type { WebClient } from '@slack/web-api';
import type { TimeZones } from '../../outbox/reminders.js';

/** What Slack tells of a person, where it may be read. */
export interface Profile {
  readonly name?: string;
  /** An IANA name, such as `Europe/Berlin`. */
  readonly zone?: string;
}

/** Who people are. Needs the scope `users:read`; without it nothing is known of anybody, and nothing fails. */
export interface People extends TimeZones {
  nameOf(who: { readonly installation: string; readonly person: string }): Promise<string | undefined>;
}

/** Names and zones change seldom. */
const KEPT_MS = 30 * 60_000;
const KEPT_PEOPLE = 5_000;

export interface PeopleOptions {
  readonly clientFor: (installation: string) => WebClient;
  /** The workspace's time zone, for those whose own is not known. */
  readonly workspaceZone: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Asks Slack about a person once in a while, and remembers the answer, a refusal too. */
export function createPeople({ clientFor, workspaceZone, now }: PeopleOptions): People {
  const known = new Map<string, { profile: Promise<Profile>; until: number }>();

  const profileOf = (installation: string, person: string): Promise<Profile> => {
    const key = JSON.stringify([installation, person]);
    const kept = known.get(key);
    if (kept && kept.until > now()) return kept.profile;
    // The oldest makes room: a map keeps the order in which it was filled.
    for (const oldest of known.keys()) {
      if (known.size < KEPT_PEOPLE) break;
      known.delete(oldest);
    }
    const profile = readProfile(clientFor(installation), person);
    known.delete(key);
    known.set(key, { profile, until: now() + KEPT_MS });
    return profile;
  };

  return {
    nameOf: async ({ installation, person }) => (await profileOf(installation, person)).name,
    zoneOf: async ({ installation, person }) => {
      const { zone } = await profileOf(installation, person);
      return zone !== undefined && isZone(zone) ? zone : workspaceZone;
    },
  };
}

async function readProfile(client: WebClient, person: string): Promise<Profile> {
  try {
    const { user } = await client.users.info({ user: person });
    const name = user?.profile?.display_name || user?.real_name || user?.name;
    return { ...(name && { name }), ...(user?.tz && { zone: user.tz }) };
  } catch {
    return {}; // Not granted, not reachable, not of this workspace: all the same to whoever asks.
  }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
