import { setTimeout as sleep } from 'node:timers/promises';
import type { Installations } from '../../workspaces/installations.js';
import type { Identity } from '../api/identity.js';
import type { Workspaces } from './oauth.js';

/** What Bolt is told about where a request comes from. */
export interface Authorized extends Partial<Identity> {
  readonly botToken?: string;
}

export interface AuthorizeParts {
  /** Of the one workspace, where there is one. */
  readonly botToken: string | undefined;
  readonly workspaces: Workspaces | undefined;
  /** Who the app is in the one workspace, once Slack has told. */
  readonly identity: () => Identity | undefined;
}

/**
 * Takes the place of Bolt's own authorize, which asks Slack before the first reply, and would not acknowledge while Slack is away.
 * Where there are many workspaces a token is looked up when it is needed: Bolt is told who the app is there, where that is known
 * already.
 */
export function createAuthorize({ botToken, workspaces, identity }: AuthorizeParts) {
  return async (source: AuthorizeSource): Promise<Authorized> => ({
    ...(workspaces && knownIdentity(workspaces, source)),
    ...(botToken !== undefined && { botToken, ...identity() }),
  });
}

function knownIdentity(
  { installations }: Workspaces,
  { teamId, enterpriseId, isEnterpriseInstall }: AuthorizeSource,
): { botUserId?: string } {
  const id = isEnterpriseInstall ? enterpriseId : teamId;
  const known = id === undefined ? undefined : installations.known(id)?.installation;
  return known ? { botUserId: known.botUserId } : {};
}

interface AuthorizeSource {
  readonly teamId?: string | undefined;
  readonly enterpriseId?: string | undefined;
  readonly isEnterpriseInstall: boolean;
}

/** A question needs no token, so it does not wait longer for a database that is slow or away. */
const PATIENCE_MS = 500;

/** Tells whether the app is installed there; where that cannot be found out in time, it is taken to be. Never rejects. */
export function createIsInstalled(installations: Installations) {
  return async (installation: string): Promise<boolean> => {
    const known = installations.known(installation);
    if (known !== undefined) return known.installation !== undefined;
    const finding = installations.find(installation).then(
      (found) => found !== undefined,
      () => true,
    );
    const patience = new AbortController();
    const late = sleep(PATIENCE_MS, true, { ref: false, signal: patience.signal }).catch(() => true);
    const installed = await Promise.race([finding, late]);
    patience.abort();
    return installed;
  };
}
