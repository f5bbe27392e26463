import type { WebClient } from '@slack/web-api';
import { LruMap } from 'toad-cache';
import type { TimeZones } from '../../outbox/reminders.js';

/** What Slack says about a person, if the app may read it. */
export interface Profile {
  readonly name?: string;
  /** An IANA name, such as `Europe/Berlin`. */
  readonly zone?: string;
}

/** Names and time zones of people. Needs the scope `users:read`; without it every lookup is empty, and nothing fails. */
export interface People extends TimeZones {
  nameOf(who: { readonly installation: string; readonly person: string }): Promise<string | undefined>;
}

/** Names and zones rarely change. */
const TTL_MS = 30 * 60_000;
const MAX_PEOPLE = 5_000;

export interface PeopleOptions {
  readonly clientFor: (installation: string) => WebClient;
  /** The time zone of people whose own is not known. */
  readonly workspaceZone: () => string;
  /** Milliseconds that only ever increase: the machine's clock may be set back. */
  readonly now?: () => number;
}

/** Asks Slack about a person at most once in half an hour, also if Slack refuses to tell. */
export function createPeople({ clientFor, workspaceZone, now = () => performance.now() }: PeopleOptions): People {
  const profiles = new LruMap<{ readonly until: number; readonly profile: Promise<Profile> }>(MAX_PEOPLE);

  const profileOf = (installation: string, person: string): Promise<Profile> => {
    const key = JSON.stringify([installation, person]);
    const known = profiles.get(key);
    if (known && known.until > now()) return known.profile;
    const profile = readProfile(clientFor(installation), person);
    profiles.set(key, { until: now() + TTL_MS, profile });
    return profile;
  };

  return {
    nameOf: async ({ installation, person }) => (await profileOf(installation, person)).name,
    zoneOf: async ({ installation, person }) => {
      const { zone } = await profileOf(installation, person);
      return zone !== undefined && isZone(zone) ? zone : workspaceZone();
    },
  };
}

async function readProfile(client: WebClient, person: string): Promise<Profile> {
  try {
    const { user } = await client.users.info({ user: person });
    const name = user?.profile?.display_name || user?.real_name || user?.name;
    return { ...(name && { name }), ...(user?.tz && { zone: user.tz }) };
  } catch {
    return {}; // No scope, no connection, or a person of another workspace: the caller does without.
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
