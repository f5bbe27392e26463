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
