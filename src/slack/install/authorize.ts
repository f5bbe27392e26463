import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import type { Installations } from '../../workspaces/installations.js';
import { isTokenRefusal, slackErrorCode } from '../api/errors.js';

/** Who the app is in its workspace. */
export interface Identity {
  /** What Slack's payloads name as the installation: see `installationOf`. */
  readonly installation?: string;
  readonly teamId?: string;
  readonly botId?: string;
  readonly botUserId?: string;
}

/** Slack refused the token for good. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  constructor(code: string | undefined) {
    super(`Slack refuses SLACK_BOT_TOKEN (${code}): copy it again from the app's page "OAuth & Permissions"`);
  }
}

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

/**
 * Asks Slack whose token it is, and tries again while Slack cannot be reached.
 * @throws TokenRefused; the signal's reason if it is aborted
 */
export async function findIdentity(client: WebClient, logger: Logger, signal: AbortSignal): Promise<Identity> {
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(retryMs * 2, MAX_RETRY_MS)) {
    try {
      const { team_id, bot_id, user_id, enterprise_id, is_enterprise_install } = await client.auth.test();
      const installation = (is_enterprise_install ? enterprise_id : undefined) ?? team_id;
      return {
        ...(installation && { installation }),
        ...(team_id && { teamId: team_id }),
        ...(bot_id && { botId: bot_id }),
        ...(user_id && { botUserId: user_id }),
      };
    } catch (error) {
      if (isTokenRefusal(error)) throw new TokenRefused(slackErrorCode(error));
      logger.warn(`Slack's Web API cannot be reached; trying again in ${retryMs / 1_000} s`, {
        error: error instanceof Error ? error.message : String(error),
      });
    }
    await sleep(retryMs, undefined, { signal, ref: false });
  }
}

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
