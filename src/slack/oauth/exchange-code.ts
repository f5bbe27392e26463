import type { Logger as SlackLogger } from '@slack/bolt';
import type { OauthV2AccessResponse } from '@slack/web-api';
import type { Installation } from '../../workspaces/installations.js';
import { slackErrorCode } from '../slack-error.js';
import { createWebClient } from '../web-client.js';

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl?: string;
}

export type Exchanged =
  | { readonly kind: 'installed'; readonly installation: Installation }
  | { readonly kind: 'used' | 'org-installed' }
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** This server is not set up as Slack has it. @see reason for its operator */
  | { readonly kind: 'misconfigured'; readonly reason: string };

/** Slack's refusals of `oauth.v2.access` that are the operator's to mend, and how. */
const MISCONFIGURED: Readonly<Record<string, string>> = {
  bad_client_secret: 'SLACK_CLIENT_SECRET is not the one on the app’s page "Basic Information"',
  invalid_client_id: 'SLACK_CLIENT_ID is not the one on the app’s page "Basic Information"',
  bad_redirect_uri:
    'the first redirect URL on the app’s page "OAuth & Permissions" must be https://YOUR-APP/slack/oauth_redirect',
  no_scopes: 'the app asks for no scopes: paste manifest.yml on its page "App Manifest"',
};

/** Turns the code with which Slack sends the installer back into the workspace's token. */
export function createExchange({ clientId, clientSecret, apiUrl }: OAuthApp, logger: SlackLogger) {
  // Its debug lines would hold the reply, and with it the token.
  const client = createWebClient({ apiUrl, logger: { ...logger, debug: () => {} } });
  return async (code: string): Promise<Exchanged> => {
    try {
      // Without `redirect_uri` Slack takes the app's own: what a request says of our address is not to be trusted.
      return read(await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code }));
    } catch (error) {
      const refused = slackErrorCode(error);
      if (refused === 'invalid_code' || refused === 'code_already_used' || refused === 'code_expired') {
        return { kind: 'used' };
      }
      if (refused === 'cannot_install_an_org_installed_app') return { kind: 'org-installed' };
      const remedy = MISCONFIGURED[refused ?? ''];
      if (remedy !== undefined) return { kind: 'misconfigured', reason: `${refused}: ${remedy}` };
      return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

function read(reply: OauthV2AccessResponse): Exchanged {
  const isOrg = reply.is_enterprise_install === true;
  const place = isOrg ? reply.enterprise : reply.team;
  const { access_token: botToken, app_id: appId, bot_user_id: botUserId, authed_user: by } = reply;
  if (reply.expires_in !== undefined) {
    return {
      kind: 'misconfigured',
      reason: 'token rotation is on: turn it off on the app’s page "OAuth & Permissions"',
    };
  }
  if (!place?.id || !botToken?.startsWith('xoxb-') || !appId || !botUserId) {
    return {
      kind: 'misconfigured',
      reason: 'Slack gave no bot token: paste manifest.yml on the app’s page "App Manifest"',
    };
  }
  return {
    kind: 'installed',
    installation: {
      id: place.id,
      isOrg,
      name: place.name || place.id,
      appId,
      botToken,
      botUserId,
      scopes: (reply.scope ?? '').split(',').filter(Boolean),
      installedBy: by?.id ?? '',
    },
  };
}
