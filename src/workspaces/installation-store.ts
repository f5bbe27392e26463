import type { Installation } from './installation.js';

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
