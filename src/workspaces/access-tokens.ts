import { createHash, randomBytes } from 'node:crypto';

/** What a token may do, besides reading the runs of its channels. */
export const PERMISSIONS = ['start', 'tick', 'gate', 'bypass'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** A token of the HTTP API, without its secret: only a hash of that is stored. */
export interface AccessToken {
  /** `ONE_WORKSPACE` where the app has one bot token. */
  readonly installation: string;
  readonly id: string;
  /** What people see in place of a person's name. Unique among the tokens of the installation that are not revoked. */
  readonly name: string;
  /** The ids of the only channels whose runs it sees. */
  readonly channels: readonly string[];
  readonly may: readonly Permission[];
  /** Who made it, as the machine calls them. */
  readonly createdBy: string;
  readonly createdAt: Date;
  /** To the minute; absent if it was never used. */
  readonly lastUsedAt?: Date;
  /** Since then it opens nothing. */
  readonly revokedAt?: Date;
}

export type NewAccessToken = Pick<AccessToken, 'installation' | 'name' | 'channels' | 'may' | 'createdBy'> & {
  readonly secret: string;
};

/** The tokens of all installations, shared by all processes. */
export interface AccessTokenStore {
  /** @returns undefined if the installation has a token of this name already */
  create(token: NewAccessToken): Promise<AccessToken | undefined>;
  /** Those of every installation, the oldest first, revoked ones too. */
  list(): Promise<AccessToken[]>;
  /** Revokes those of this name or id that are not revoked yet, in one installation or in all of them. @returns which */
  revoke(which: { readonly nameOrId: string; readonly installation?: string }): Promise<AccessToken[]>;
  /**
   * The token of a secret, and notes down that it is used, at most once a minute. Undefined if there is none or it is revoked. A database that
   * only allows reading is no error: then the note is missing.
   */
  use(secret: string): Promise<AccessToken | undefined>;
  /** Whether a token was ever made, in any installation. */
  hasAny(): Promise<boolean>;
}

/** A new secret: 256 random bits. The beginning says what it is to people, and to programs that look for leaked secrets. */
export function newSecret(): string {
  return `gp_${randomBytes(32).toString('base64url')}`;
}

/** Whether a text can be a secret at all. */
export function isSecret(text: string): boolean {
  return /^gp_[\w-]{43}$/.test(text);
}

/** What is stored in place of a secret. A slow hash would protect a short password; nobody can try 256 bits. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
