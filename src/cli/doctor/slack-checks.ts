import { type Feature, scopes, surface } from '../../slack/surface.js';
import { createKeyRing } from '../../workspaces/key-ring.js';
import { counted } from '../text/terminal.js';
import { type Check, type CheckContext, failed, ok, skipped, warning } from './check.js';
import { askSlack } from './slack-api.js';

export const checkSlack: Check = {
  name: 'slack',
  run: async ({ config, slack }) => {
    const reply = await slack();
    const where = config.slackApiUrl ?? 'https://slack.com/api/';
    if (reply.kind === 'answered') return ok(`${where} answers within ${reply.ms} ms.`);
    // The playground simulates Slack; only the app itself needs the real one.
    const report = config.mode.kind === 'playground' ? warning : failed;
    return report(
      `${where} cannot be reached: ${reply.reason}.`,
      'Allow this machine to reach slack.com on port 443 (network, firewall, DNS). Check SLACK_API_URL, if it is set, and status.slack.com. Meanwhile questions are answered; checklists are updated later.',
    );
  },
};

/** Slack’s requests are refused when their signature is older (docs.slack.dev/authentication/verifying-requests-from-slack). */
const REFUSED_MS = 300_000;
const WARNED_MS = 30_000;

export const checkClock: Check = {
  name: 'clock',
  run: async ({ slack }) => {
    const reply = await slack();
    if (reply.kind === 'unreachable') return skipped('Not compared: Slack cannot be reached.');
    if (reply.aheadMs === undefined) return skipped('Not compared: Slack’s reply has no date.');
    const off = Math.abs(reply.aheadMs);
    if (off < WARNED_MS) return ok('Agrees with Slack’s clock.');
    const message = `This machine’s clock is ${duration(off)} ${reply.aheadMs > 0 ? 'ahead of' : 'behind'} Slack’s`;
    const fix = 'Turn on NTP time sync (timedatectl set-ntp true); for a container, on its host.';
    return off > REFUSED_MS
      ? failed(
          `${message}: every request from Slack is refused, because its signature seems older than 5 minutes.`,
          fix,
        )
      : warning(`${message}; above 5 minutes every request from Slack would be refused.`, fix);
  },
};

function duration(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} minutes`;
}

const PAGE = 'on the app’s page “OAuth & Permissions” (api.slack.com/apps)';

/** What to do about Slack's error codes for a token. */
const REMEDIES: Readonly<Record<string, string>> = {
  account_inactive: `The app was removed, or its installer’s account was closed: install it again ${PAGE} and copy the new token.`,
  invalid_auth: `Copy the Bot User OAuth Token again ${PAGE}.`,
  not_authed: `Copy the Bot User OAuth Token ${PAGE}.`,
  token_expired: `Turn token rotation off for the app, install it again ${PAGE}, and copy the new token.`,
  token_revoked: `Install the app again ${PAGE} and copy the new token.`,
};

export const checkToken: Check = {
  name: 'token',
  run: async (context) => {
    if (isManyWorkspaces(context)) {
      return skipped('Each workspace has its own token, from its installation.');
    }
    if (botTokenOf(context) === undefined) return skipped('SLACK_BOT_TOKEN is not set.');
    const reply = await context.slack();
    if (reply.kind === 'unreachable') return skipped('Not checked: Slack cannot be reached.');
    const { ok: isRight, error = 'no reason', fields } = reply;
    if (isRight) return ok(`Valid: ${fields.user ?? 'the app'} in the workspace ${fields.team ?? fields.team_id}.`);
    const fix = REMEDIES[error];
    if (fix !== undefined) return failed(`Slack refuses SLACK_BOT_TOKEN (${error}).`, fix);
    return warning(`Slack did not say whether it accepts SLACK_BOT_TOKEN (${error}).`, 'Try again in a minute.');
  },
};

/** What the app does without when an optional scope is missing. */
const WITHOUT_SCOPE: Readonly<Record<string, string>> = {
  'app_mentions:read': 'a mention of the app in a channel gets no answer',
  'channels:history': 'after a lost reply, the app cannot check whether a message was posted in a public channel',
  'groups:history': 'after a lost reply, the app cannot check whether a message was posted in a private channel',
  'channels:read':
    'before an item is assigned, nobody is told that the person is not in the public channel; and a checklist that a program starts there is not shown to people elsewhere before the first press',
  'groups:read': 'before an item is assigned, nobody is told that the person is not in the private channel',
  'im:history': 'what people write to the app in a direct message gets no answer',
  'usergroups:read': 'questions about a page whose owner is a user group go to GUIDE_AUTHORS instead',
  'links:read': 'no link to a page gets a preview (LINK_PREVIEWS)',
  'links:write': 'no link to a page gets a preview (LINK_PREVIEWS)',
  'assistant:write': 'people get no suggested prompts, but a message with buttons (AGENT_VIEW)',
  'users:read': 'people who get an item are shown as “a teammate”, and reminders use the server’s time zone',
};

function effectOf(scope: string): string {
  return WITHOUT_SCOPE[scope] ?? 'a feature is limited';
}

/** Those of the features that are switched on are not in the manifest as it comes. */
const SWITCH_ON = 'For LINK_PREVIEWS and AGENT_VIEW, add the lines of docs/in-slack.md to the manifest. ';
const GRANT_SCOPES =
  'Paste manifest.yml again on the app’s page “App Manifest” (api.slack.com/apps), then reinstall the app. The token stays the same.';

export const checkScopes: Check = {
  name: 'scopes',
  run: async (context) => {
    if (botTokenOf(context) === undefined)
      return skipped(
        isManyWorkspaces(context)
          ? 'Checked for each workspace, see below.'
          : 'Not checked: SLACK_BOT_TOKEN is not set.',
      );
    const reply = await context.slack();
    if (reply.kind === 'unreachable') return skipped('Not checked: Slack cannot be reached.');
    if (!reply.ok) return skipped('Not checked: Slack must accept the token first.');
    if (reply.scopes === undefined) return skipped('Not checked: Slack’s reply does not list them.');
    const { features } = context.config;
    const { required, optional } = missingScopes(reply.scopes, features);
    if (required.length > 0) return failed(`Required, but missing: ${required.join(', ')}.`, GRANT_SCOPES);
    if (optional.length > 0) {
      const effects = optional.map((scope) => `${scope}: ${effectOf(scope)}`);
      const isFeature = optional.some((scope) => !scopes().includes(scope));
      const remedy = `${isFeature ? SWITCH_ON : ''}${GRANT_SCOPES}`;
      return warning(`Optional, but missing:\n${effects.join('\n')}`, `To grant them: ${remedy}`);
    }
    return ok(`All ${scopes(features).length} scopes of the manifest are granted.`);
  },
};

/** The scopes that are not granted. Without the optional ones, and those of features, the app still does its main job. */
export function missingScopes(
  granted: readonly string[],
  features: readonly Feature[] = [],
): { required: string[]; optional: string[] } {
  const missing = scopes(features).filter((scope) => !granted.includes(scope));
  const isOptional = (scope: string): boolean =>
    (surface.optionalScopes as readonly string[]).includes(scope) || !scopes().includes(scope);
  return {
    required: missing.filter((scope) => !isOptional(scope)),
    optional: missing.filter(isOptional),
  };
}

/** Only the newest installations' tokens are checked, because of Slack's rate limit. */
const MAX_CHECKED = 20;

export const checkWorkspaces: Check = {
  name: 'workspaces',
  run: async ({ config: { mode, database, slackApiUrl, features }, slack }) => {
    if (mode.kind === 'playground') return skipped('The playground has its own workspace.');
    if (mode.kind !== 'workspaces') return skipped('A single workspace, with SLACK_BOT_TOKEN.');
    if (mode.tokenKeys.some((key) => key === '')) return skipped('Not checked: TOKEN_KEYS must be set first.');
    const { examineDatabase } = await import('../../storage/open-database.js');
    const state = await examineDatabase(database).catch(() => undefined);
    if (state === undefined) return skipped('Not checked: the database problem must be fixed first.');
    if (state.kind === 'absent' || state.pending.length > 0)
      return skipped('Not checked: the database is not up to date.');
    const { listInstallations } = await import('../../storage/installations.js');
    const installed = await listInstallations(database, createKeyRing(mode.tokenKeys));
    if (installed.length === 0) return ok('No workspace has installed the app yet. They can do so at /slack/install.');
    const installs = `${counted(installed.length, 'workspace')} installed the app`;
    const unreadable = installed.filter(({ token }) => token === undefined);
    if (unreadable.length > 0) {
      return failed(
        `${installs}, but no key decrypts the token of ${namesOf(unreadable)}.`,
        'Add the key it was encrypted with to TOKEN_KEYS, after the first, or have the app installed there again.',
      );
    }
    if ((await slack()).kind === 'unreachable')
      return skipped(`${installs}. Their tokens were not checked: Slack cannot be reached.`);
    const refused = await refusedAmong(installed.slice(0, MAX_CHECKED), slackApiUrl);
    if (refused.length > 0) {
      return warning(
        `${installs}. Slack refuses the token of ${namesOf(refused)}.`,
        'Have the app installed there again.',
      );
    }
    const lacking = installed.filter((each) => missingScopes(each.scopes).required.length > 0);
    if (lacking.length > 0) {
      return warning(
        `${installs}. ${namesOf(lacking)} granted fewer scopes than required (${scopes().join(', ')}).`,
        'Have the app installed there again: installing asks for the missing scopes.',
      );
    }
    const valid = `${installed.length > MAX_CHECKED ? `The newest ${MAX_CHECKED} tokens` : 'All tokens'} are valid.`;
    // Whether to grant these is for each workspace to say, so it is no warning.
    return ok([`${installs}. ${valid}`, ...withoutOptional(installed, features)].join('\n'));
  },
};

/** A line for each optional scope that some have not granted. */
function withoutOptional(
  installed: readonly (Named & { readonly scopes: readonly string[] })[],
  features: readonly Feature[],
): string[] {
  return scopes(features).flatMap((scope) => {
    const lacking = installed.filter((each) => missingScopes(each.scopes, features).optional.includes(scope));
    return lacking.length === 0 ? [] : `Without ${scope} in ${namesOf(lacking)}: ${effectOf(scope)}.`;
  });
}

type Named = { readonly name: string; readonly id: string };

function namesOf(installed: readonly Named[]): string {
  const names = installed.slice(0, 5).map(({ name, id }) => `${name} (${id})`);
  return installed.length > names.length
    ? `${names.join(', ')} and ${installed.length - names.length} more`
    : names.join(', ');
}

async function refusedAmong<I extends Named & { readonly token?: string }>(
  installed: readonly I[],
  apiUrl: string | undefined,
): Promise<I[]> {
  const replies = await Promise.all(
    installed.map(async (each) => ({ each, reply: await askSlack('auth.test', { apiUrl, token: each.token }) })),
  );
  return replies
    .filter(({ reply }) => reply.kind === 'answered' && !reply.ok && reply.error !== 'ratelimited')
    .map(({ each }) => each);
}

export const checkAppToken: Check = {
  name: 'app token',
  run: async ({ config: { mode, slackApiUrl } }) => {
    if (mode.kind !== 'socket') return skipped('Only needed for Socket Mode.');
    // This only asks for an address to connect to; no connection is opened.
    const reply = await askSlack('apps.connections.open', { apiUrl: slackApiUrl, token: mode.appToken });
    if (reply.kind === 'unreachable') return skipped('Not checked: Slack cannot be reached.');
    if (reply.ok) return ok('Valid: Slack accepts connections with it.');
    return failed(
      `Slack refuses SLACK_APP_TOKEN (${reply.error ?? 'no reason'}).`,
      'Create one with the scope connections:write on the app’s page “Basic Information”, under App-Level Tokens, and turn Socket Mode on.',
    );
  },
};

/** The token of a single workspace, if it is set. */
export function botTokenOf({ config: { mode } }: Pick<CheckContext, 'config'>): string | undefined {
  return 'botToken' in mode ? mode.botToken || undefined : undefined;
}

/** Whether any workspace can install the app, each with its own token. */
export function isManyWorkspaces({ config: { mode } }: Pick<CheckContext, 'config'>): boolean {
  return mode.kind === 'workspaces';
}
