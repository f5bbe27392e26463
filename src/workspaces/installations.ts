/** The app in one workspace, or in a whole organisation (Enterprise Grid). */
export interface Installation {
  /** The workspace's id, or the organisation's: what the key of every table begins with. */
  readonly id: string;
  readonly isOrg: boolean;
  /** What people call the workspace or the organisation. */
  readonly name: string;
  readonly appId: string;
  /** Secret: sealed wherever it is kept. */
  readonly botToken: string;
  readonly botUserId: string;
  /** What was granted; the optional ones may be missing. */
  readonly scopes: readonly string[];
  /** The id of whoever installed it. */
  readonly installedBy: string;
}

/** The installations, as all processes share them. Tokens are kept sealed. */
export interface InstallationStore {
  /** Keeps it. One of the same id is replaced: that is a new install, with the token of now. */
  save(installation: Installation): Promise<void>;
  /** @throws TokenUnreadable where the row was sealed by a key that is not at hand, or was tampered with */
  find(id: string): Promise<Installation | undefined>;
  /**
   * Deletes the installation and everything that is kept of it, at once or not at all. What was installed again after
   * `before` stays: the news of the removal is older than that. Removing what is gone is harmless.
   * @returns whether it was removed
   */
  remove(id: string, before: Date): Promise<boolean>;
}

/** What became of the kept tokens when the keys were rotated. */
export interface Resealed {
  /** Sealed anew by the first key. */
  readonly resealed: number;
  /** Sealed by the first key already. */
  readonly current: number;
  /** The installations whose token no key opens. */
  readonly unreadable: readonly string[];
}

/** The installations as this process knows them: asked for once in a while, so that no call waits for the database. */
export interface Installations {
  /** @throws whatever the store throws; that is not remembered */
  find(id: string): Promise<Installation | undefined>;
  /** What is known without asking; nothing where it would have to be asked for. */
  known(id: string): { readonly installation: Installation | undefined } | undefined;
  /** Has it asked for anew: its token was refused, or it was installed or removed. */
  forget(id: string): void;
}

/** Another process may have installed or removed it meanwhile. */
const KEPT_MS = 5 * 60_000;
/** Somebody may be installing it this minute. */
const ABSENT_KEPT_MS = 5_000;
const KEPT = 2_000;

interface Entry {
  readonly finding: Promise<Installation | undefined>;
  found?: { readonly installation: Installation | undefined };
  until: number;
}

/** @param now milliseconds since 1970 */
export function createInstallations(
  store: Pick<InstallationStore, 'find'>,
  now: () => number = Date.now,
): Installations {
  const entries = new Map<string, Entry>();

  const ask = (id: string): Entry => {
    // The oldest makes room: a map keeps the order in which it was filled.
    for (const oldest of entries.keys()) {
      if (entries.size < KEPT) break;
      entries.delete(oldest);
    }
    const entry: Entry = { finding: store.find(id), until: now() + KEPT_MS };
    entries.set(id, entry);
    entry.finding.then(
      (installation) => {
        entry.found = { installation };
        if (installation === undefined) entry.until = now() + ABSENT_KEPT_MS;
      },
      () => {
        if (entries.get(id) === entry) entries.delete(id);
      },
    );
    return entry;
  };

  const kept = (id: string): Entry | undefined => {
    const entry = entries.get(id);
    if (entry === undefined || entry.until > now()) return entry;
    entries.delete(id);
    return undefined;
  };

  return {
    find: async (id) => (kept(id) ?? ask(id)).finding,
    known: (id) => kept(id)?.found,
    forget: (id) => void entries.delete(id),
  };
}
