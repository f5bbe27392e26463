import { setTimeout as sleep } from 'node:timers/promises';
import type { Installations } from '../../workspaces/installations.js';
import type { Identity } from '../api/identity.js';

export interface AuthorizeOptions {
  /** Of the one workspace, if there is one. */
  readonly botToken: string | undefined;
  /** Of many workspaces, if there are. */
  readonly installations: Pick<Installations, 'known'> | undefined;
  /** Who the app is in the one workspace, once Slack has told us. */
  readonly identity: () => Identity | undefined;
}

interface AuthorizeSource {
  readonly teamId?: string | undefined;
  readonly enterpriseId?: string | undefined;
  readonly isEnterpriseInstall: boolean;
}

/** What Bolt learns about the origin of a request. */
export interface Authorized extends Partial<Identity> {
  readonly botToken?: string;
}

/**
 * Replaces Bolt's own `authorize`, which asks Slack before the first reply, so nothing would be acknowledged while Slack is
 * unreachable. With many workspaces, a token is looked up when a call needs it.
 */
export function createAuthorize({ botToken, installations, identity }: AuthorizeOptions) {
  return async ({ teamId, enterpriseId, isEnterpriseInstall }: AuthorizeSource): Promise<Authorized> => {
    if (botToken !== undefined) return { botToken, ...identity() };
    const id = isEnterpriseInstall ? enterpriseId : teamId;
    const known = id === undefined ? undefined : installations?.known(id)?.installation;
    return known ? { botUserId: known.botUserId } : {};
  };
}

/** An answer needs no token, so it does not wait longer for a database that is slow or unreachable. */
const WAIT_MS = 500;

/** Returns whether the app is installed in a workspace. True if that cannot be found out in time. Never rejects. */
export function createIsInstalled(installations: Installations) {
  return async (installation: string): Promise<boolean> => {
    const known = installations.known(installation);
    if (known !== undefined) return known.installation !== undefined;
    const finding = installations.find(installation).then(
      (found) => found !== undefined,
      () => true,
    );
    const timeout = new AbortController();
    const late = sleep(WAIT_MS, true, { ref: false, signal: timeout.signal }).catch(() => true);
    const installed = await Promise.race([finding, late]);
    timeout.abort();
    return installed;
  };
}
