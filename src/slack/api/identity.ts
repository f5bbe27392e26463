import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import { isTokenRefusal, slackErrorCode } from './errors.js';

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
