import type { Logger as SlackLogger } from '@slack/bolt';
import { type WebAPICallResult, WebAPIPlatformError } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import type { Installations } from '../../workspaces/installations.js';
import type { CallWatch } from '../create-call-watch.js';
import { WatchedClient } from '../web-client.js';
import { isTokenRefusal } from './is-token-refused.js';

export interface ClientParts {
  readonly installations: Installations;
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  readonly slackLogger: SlackLogger;
  readonly calls?: CallWatch;
}

/**
 * The Web API on behalf of one installation, with the token that it has now. A client of its own: a rate limit, or a Slack that
 * does not answer, holds up the calls of this installation alone.
 */
export class InstallationClient extends WatchedClient {
  readonly #installation: string;
  readonly #parts: ClientParts;

  constructor(installation: string, parts: ClientParts) {
    super({ apiUrl: parts.apiUrl, logger: parts.slackLogger, ...(parts.calls && { calls: parts.calls }) });
    this.#installation = installation;
    this.#parts = parts;
  }

  /** A refused token is dropped. Where another process has a newer one by now, the call, which did nothing, is made with that. */
  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    const token = await this.#token();
    try {
      return await super.apiCall(method, { ...options, token });
    } catch (error) {
      if (!isTokenRefusal(error)) throw error;
      this.#parts.installations.forget(this.#installation);
      const newer = await this.#token();
      if (newer === token) throw error;
      return await super.apiCall(method, { ...options, token: newer });
    }
  }

  /** @throws WebAPIPlatformError as Slack's refusal would be, so that whoever calls need not know more */
  async #token(): Promise<string> {
    const { installations, logger } = this.#parts;
    try {
      const found = await installations.find(this.#installation);
      if (found !== undefined) return found.botToken;
    } catch (error) {
      logger.error('The token of a workspace cannot be read', { installation: this.#installation, error });
      // It may be readable later, and certainly nothing was sent.
      throw new WebAPIPlatformError({ ok: false, error: 'service_unavailable' });
    }
    throw new WebAPIPlatformError({ ok: false, error: 'account_inactive' });
  }
}
