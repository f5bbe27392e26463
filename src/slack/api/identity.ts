import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import { slackErrorCode } from './errors.js';

/** Who the app is in its workspace. */
export interface Identity {
  readonly teamId?: string;
  readonly botId?: string;
  readonly botUserId?: string;
}

/** Refusals of `auth.test` that waiting does not mend. */
const FATAL = new Set(['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked']);

/** Slack refused the token for good. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  constructor(code: string) {
    super(`Slack refuses SLACK_BOT_TOKEN (${code}): copy it again from the app's page "OAuth & Permissions"`);
  }
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Asks Slack who the token belongs to, for as long as Slack cannot be reached.
 * @throws TokenRefused; the signal's reason when it is aborted
 */
export async function findIdentity(client: WebClient, logger: Logger, signal: AbortSignal): Promise<Identity> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      const { team_id, bot_id, user_id } = await client.auth.test();
      return {
        ...(team_id && { teamId: team_id }),
        ...(bot_id && { botId: bot_id }),
        ...(user_id && { botUserId: user_id }),
      };
    } catch (error) {
      const code = slackErrorCode(error);
      if (code !== undefined && FATAL.has(code)) throw new TokenRefused(code);
      logger.warn(`Slack's Web API cannot be reached; trying again in ${pause / 1_000} s`, {
        error: error instanceof Error ? error.message : String(error),
      });
    }
    await sleep(pause, undefined, { signal, ref: false });
  }
}
