import type { WebClient } from '@slack/web-api';
import { LruMap } from 'toad-cache';
import type { Guide, Owner, Page } from '../../guide/page.js';
import type { TimeZones } from '../../outbox/reminders.js';
import type { Logger } from '../../telemetry/logger.js';
import { slackErrorCode } from './errors.js';

/** What Slack says about a person, if the app may read it. */
export interface Profile {
  readonly name?: string;
  /** An IANA name, such as `Europe/Berlin`. */
  readonly zone?: string;
}

/** What Slack knows about people. Without an optional scope a lookup is empty, and nothing fails. */
export interface People extends TimeZones {
  /** Needs `users:read`, as does `zoneOf`. */
  nameOf(who: { readonly installation: string; readonly person: string }): Promise<string | undefined>;
  /**
   * Whether a person is in a channel. Needs `channels:read` for public channels and `groups:read` for private ones. Undefined if Slack does not
   * say, and in channels of more than 3,000 people.
   */
  isInChannel(who: {
    readonly installation: string;
    readonly channel: string;
    readonly person: string;
  }): Promise<boolean | undefined>;
  /** Whether everyone in the workspace may read a channel. Needs the same scopes. Undefined if Slack does not say. */
  isPublic(where: { readonly installation: string; readonly channel: string }): Promise<boolean | undefined>;
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
    isInChannel: ({ installation, channel, person }) => readMembership(clientFor(installation), channel, person),
    isPublic: ({ installation, channel }) => readPublic(clientFor(installation), channel),
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

// What Slack allows and recommends for a page, and as many pages as fit into the time that a dialog may take.
const MEMBERS = 1_000;
const MAX_PAGES = 3;

async function readMembership(client: WebClient, channel: string, person: string): Promise<boolean | undefined> {
  try {
    let cursor = '';
    for (let page = 0; page < MAX_PAGES; page++) {
      const reply = await client.conversations.members({ channel, limit: MEMBERS, ...(cursor && { cursor }) });
      if (reply.members?.includes(person)) return true;
      cursor = reply.response_metadata?.next_cursor ?? '';
      if (cursor === '') return false;
    }
  } catch {} // No scope, no connection, or a private channel that the app is not in.
  return undefined;
}

async function readPublic(client: WebClient, channel: string): Promise<boolean | undefined> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    return found?.is_private === undefined ? undefined : !found.is_private && !found.is_im && !found.is_mpim;
  } catch {
    return undefined; // As above.
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

/** Who looks after pages, and how they are reached. */
export interface Owners {
  /**
   * Whom a question about a page can be put to, or one that no page answers: the owners that the guide names, otherwise its authors.
   * Empty if nobody is named.
   */
  of(installation: string, page?: Page): { readonly owners: readonly Owner[]; readonly who: 'owner' | 'authors' };
  /** The people and channels that get a message. For a group its members, which needs `usergroups:read`; none if Slack does not tell. */
  recipients(installation: string, owners: readonly Owner[]): Promise<string[]>;
  /** The authors of the guide, for a question that reaches nobody else. */
  authors(installation: string): readonly Owner[];
  isAuthor(who: { readonly installation: string; readonly person: string }): boolean;
}

/** An author of the guide. Without an installation, of the one workspace. */
export interface AuthorOfGuide {
  readonly installation?: string;
  readonly person: string;
}

export interface OwnersParts {
  readonly guide: () => Guide;
  readonly authors: readonly AuthorOfGuide[];
  readonly clientFor: (installation: string) => WebClient;
  readonly logger: Logger;
}

/** A question goes to no more of a group: it is theirs, not the whole company's. */
const MAX_MEMBERS = 10;

export function createOwners({ guide, authors, clientFor, logger }: OwnersParts): Owners {
  const isHere = (installation: string) => (each: { readonly installation?: string }) =>
    each.installation === undefined || each.installation === installation;

  const membersOf = async (installation: string, group: string): Promise<string[]> => {
    try {
      const { users = [] } = await clientFor(installation).usergroups.users.list({ usergroup: group });
      return users.slice(0, MAX_MEMBERS);
    } catch (error) {
      logger.warn('The members of a group that looks after a page could not be read', {
        ...{ installation, group, code: slackErrorCode(error), error },
      });
      return [];
    }
  };

  const authorsOf = (installation: string): Owner[] =>
    authors.filter(isHere(installation)).map(({ person }) => ({ kind: 'person', id: person }));

  return {
    of(installation, page) {
      const owners = ((page ? page.owner : guide().owner) ?? []).filter(isHere(installation));
      if (owners.length > 0) return { owners, who: 'owner' };
      return { owners: authorsOf(installation), who: 'authors' };
    },
    async recipients(installation, owners) {
      const each = await Promise.all(
        owners.map(({ kind, id }) => (kind === 'group' ? membersOf(installation, id) : [id])),
      );
      return [...new Set(each.flat())];
    },
    authors: authorsOf,
    isAuthor: ({ installation, person }) =>
      authors.some((author) => author.person === person && isHere(installation)(author)),
  };
}
