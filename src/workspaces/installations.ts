import { FifoMap } from 'toad-cache';

/** The app in one workspace, or in a whole organisation (Enterprise Grid). */
export interface Installation {
  /** The workspace's id, or the organisation's. The key of every table begins with it. */
  readonly id: string;
  readonly isOrg: boolean;
  /** What people call the workspace or the organisation. */
  readonly name: string;
  readonly appId: string;
  /** Secret: sealed wherever it is stored. */
  readonly botToken: string;
  readonly botUserId: string;
  /** The scopes that were granted; optional ones may be missing. */
  readonly scopes: readonly string[];
  /** The id of the person who installed it. */
  readonly installedBy: string;
}

/** The key of what belongs to the workspace of an app that has one bot token, where its id need not be known: messages to authors, tokens, hooks. */
export const ONE_WORKSPACE = 'one-workspace';

/** The installations, shared by all processes. Tokens are sealed. */
export interface InstallationStore {
  /** Saves it. An installation of the same id is replaced: the app was installed again, with a new token. */
  save(installation: Installation): Promise<void>;
  /** @throws TokenUnreadable if the row was sealed by a key that is not in the ring, or was tampered with */
  find(id: string): Promise<Installation | undefined>;
  /**
   * Deletes the installation and all its data, in one transaction. If the app was installed again after `before`, nothing is
   * deleted: the news of the removal is older than that. Repeating it is harmless.
   * @returns whether it was removed
   */
  remove(id: string, before: Date): Promise<boolean>;
}

/** The result of sealing the stored tokens with new keys. */
export interface Resealed {
  /** How many were sealed again, by the first key. */
  readonly resealed: number;
  /** How many were sealed by the first key already. */
  readonly current: number;
  /** The installations whose token no key opens. */
  readonly unreadable: readonly string[];
}

/** A cache of the installations in this process, so that calls do not wait for the database. */
export interface Installations {
  /** @throws whatever the store throws; failures are not cached */
  find(id: string): Promise<Installation | undefined>;
  /** What the cache holds, without asking the store; undefined if the store has to be asked. */
  known(id: string): { readonly installation: Installation | undefined } | undefined;
  /** Drops it from the cache: its token was refused, or it was installed or removed. */
  forget(id: string): void;
}

/** After this time another process may have installed or removed it. */
const TTL_MS = 5 * 60_000;
/** Shorter, because somebody may be installing the app right now. */
const ABSENT_TTL_MS = 5_000;
const MAX_CACHED = 2_000;

interface Entry {
  readonly finding: Promise<Installation | undefined>;
  found?: { readonly installation: Installation | undefined };
  until: number;
}

/** @param now milliseconds that only ever increase: the machine's clock may be set back */
export function createInstallations(
  store: Pick<InstallationStore, 'find'>,
  now: () => number = () => performance.now(),
): Installations {
  const cache = new FifoMap<Entry>(MAX_CACHED);

  const ask = (id: string): Entry => {
    const entry: Entry = { finding: store.find(id), until: now() + TTL_MS };
    cache.set(id, entry);
    entry.finding.then(
      (installation) => {
        entry.found = { installation };
        if (installation === undefined) entry.until = now() + ABSENT_TTL_MS;
      },
      () => {
        if (cache.get(id) === entry) cache.delete(id);
      },
    );
    return entry;
  };

  const cached = (id: string): Entry | undefined => {
    const entry = cache.get(id);
    if (entry === undefined || entry.until > now()) return entry;
    cache.delete(id);
    return undefined;
  };

  return {
    find: async (id) => (cached(id) ?? ask(id)).finding,
    known: (id) => cached(id)?.found,
    forget: (id) => cache.delete(id),
  };
}
