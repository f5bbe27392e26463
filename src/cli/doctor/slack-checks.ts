import { scopes, surface } from '../../slack/surface.js';
import { createKeyRing } from '../../workspaces/key-ring.js';
import { counted } from '../text/terminal.js';
import { type Check, failed, ok, type Patient, skipped, warning } from './check.js';
import { askSlack } from './slack-api.js';

export const checkSlack: Check = {
  name: 'slack',
  run: async ({ config, slack }) => {
    const reply = await slack();
    const where = config.slackApiUrl ?? 'https://slack.com/api/';
    if (reply.kind === 'answered') return ok(`${where} answers within ${reply.ms} ms.`);
    // The playground has a Slack of its own; only an install will need the real one.
    const tell = config.mode.kind === 'playground' ? warning : failed;
    return tell(
      `${where} cannot be reached: ${reply.reason}.`,
      'Let this machine reach slack.com on port 443 (network, firewall, DNS), look at SLACK_API_URL where it is set, and at status.slack.com. Questions are answered meanwhile; checklists are redrawn afterwards.',
    );
  },
};

/** A signature that is older is refused (docs.slack.dev/authentication/verifying-requests-from-slack). */
const REFUSED_MS = 300_000;
const WARNED_MS = 30_000;

export const checkClock: Check = {
  name: 'clock',
  run: async ({ slack }) => {
    const reply = await slack();
    if (reply.kind === 'unreachable') return skipped('Not compared: Slack cannot be reached.');
    if (reply.aheadMs === undefined) return skipped('Not compared: the reply told no time.');
    const off = Math.abs(reply.aheadMs);
    if (off < WARNED_MS) return ok('Agrees with Slack’s.');
    const says = `This machine’s clock is ${duration(off)} ${reply.aheadMs > 0 ? 'ahead of' : 'behind'} Slack’s`;
    const todo = 'Let the machine keep its time by NTP (timedatectl set-ntp true), and a container’s host too.';
    return off > REFUSED_MS
      ? failed(`${says}: every request of Slack is refused, because its signature seems older than 5 minutes.`, todo)
      : warning(`${says}; above 5 minutes every request of Slack would be refused.`, todo);
  },
};

function duration(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} minutes`;
}

const PAGE = 'on the app’s page “OAuth & Permissions” (api.slack.com/apps)';

/** What to do about Slack's codes for a token. */
const REMEDIES: Readonly<Record<string, string>> = {
  account_inactive: `The app was removed, or its installer’s account closed: install it again ${PAGE} and copy the new token.`,
  invalid_auth: `Copy the Bot User OAuth Token again ${PAGE}.`,
  not_authed: `Copy the Bot User OAuth Token ${PAGE}.`,
  token_expired: `Turn token rotation off for the app, install it again ${PAGE}, and copy the new token.`,
  token_revoked: `Install the app again ${PAGE} and copy the new token.`,
};

export const checkToken: Check = {
  name: 'token',
  run: async (patient) => {
    if (isManyWorkspaces(patient)) {
      return skipped('Each workspace has its own, from its installation.');
    }
    if (botTokenOf(patient) === undefined) return skipped('SLACK_BOT_TOKEN is not set.');
    const reply = await patient.slack();
    if (reply.kind === 'unreachable') return skipped('Not tried: Slack cannot be reached.');
    const { ok: isRight, error = 'no reason', fields } = reply;
    if (isRight)
      return ok(`Slack knows it: ${fields.user ?? 'the app'} in the workspace ${fields.team ?? fields.team_id}.`);
    const todo = REMEDIES[error];
    if (todo !== undefined) return failed(`Slack refuses SLACK_BOT_TOKEN (${error}).`, todo);
    return warning(`Slack did not say whether it accepts SLACK_BOT_TOKEN (${error}).`, 'Try again in a minute.');
  },
};

/** What gets plainer without an optional scope. */
const PLAINER: Readonly<Record<string, string>> = {
  'channels:history': 'a posting whose reply was lost cannot be looked for in public channels',
  'groups:history': 'a posting whose reply was lost cannot be looked for in private channels',
  'users:read': 'people whom an item is given to are “a teammate”, and reminders come by the server’s time zone',
};

const TODO =
  'Paste manifest.yml again on the app’s page “App Manifest” (api.slack.com/apps), then install the app again; the token stays the same.';

export const checkScopes: Check = {
  name: 'scopes',
  run: async (patient) => {
    if (botTokenOf(patient) === undefined)
      return skipped(
        isManyWorkspaces(patient) ? 'Looked at with the workspaces.' : 'Not looked at: there is no SLACK_BOT_TOKEN.',
      );
    const reply = await patient.slack();
    if (reply.kind === 'unreachable') return skipped('Not looked at: Slack cannot be reached.');
    if (!reply.ok) return skipped('Not looked at: Slack has to accept the token first.');
    if (reply.scopes === undefined) return skipped('Not looked at: the reply did not name them.');
    const { required, optional } = missingScopes(reply.scopes);
    if (required.length > 0) return failed(`Missing, and needed: ${required.join(', ')}.`, TODO);
    if (optional.length > 0) {
      const plainer = optional.map((scope) => `${scope}: ${PLAINER[scope] ?? 'something gets plainer'}`);
      return warning(`Missing, and optional:\n${plainer.join('\n')}`, `Leave it so, or grant them. ${TODO}`);
    }
    return ok(`All ${scopes().length} of the manifest are granted.`);
  },
};

/** What of the manifest's scopes is not granted; without the optional ones the app still does its main job. */
export function missingScopes(granted: readonly string[]): { required: string[]; optional: string[] } {
  const missing = scopes().filter((scope) => !granted.includes(scope));
  const isOptional = (scope: string): boolean => (surface.optionalScopes as readonly string[]).includes(scope);
  return {
    required: missing.filter((scope) => !isOptional(scope)),
    optional: missing.filter(isOptional),
  };
}

/** So many tokens are tried, those of the newest installations: Slack limits how often it may be asked. */
const TRIED = 20;

export const checkWorkspaces: Check = {
  name: 'workspaces',
  run: async ({ config: { mode, database, slackApiUrl }, slack }) => {
    if (mode.kind === 'playground') return skipped('The playground has one of its own.');
    if (mode.kind !== 'workspaces') return skipped('One workspace, by SLACK_BOT_TOKEN.');
    if (mode.tokenKeys.some((key) => key === '')) return skipped('TOKEN_KEYS has to be set first.');
    const { examineDatabase } = await import('../../storage/open-database.js');
    const state = await examineDatabase(database).catch(() => undefined);
    if (state === undefined) return skipped('Not looked at: the database has to be mended first.');
    if (state.kind === 'absent' || state.pending.length > 0)
      return skipped('Not looked at: the database is not up to date.');
    const { listInstallations } = await import('../../storage/installations.js');
    const installed = await listInstallations(database, createKeyRing(mode.tokenKeys));
    if (installed.length === 0) return ok('None has installed the app yet; /slack/install is where they do.');
    const said = `${counted(installed.length, 'workspace')} installed the app`;
    const unreadable = installed.filter(({ token }) => token === undefined);
    if (unreadable.length > 0) {
      return failed(
        `${said}, but no key opens the token of ${namesOf(unreadable)}.`,
        'Add the key that sealed it to TOKEN_KEYS, after the first, or have the app installed there again.',
      );
    }
    if ((await slack()).kind === 'unreachable')
      return skipped(`${said}; their tokens were not tried: Slack cannot be reached.`);
    const refused = await refusedAmong(installed.slice(0, TRIED), slackApiUrl);
    if (refused.length > 0) {
      return warning(`${said}; Slack refuses the token of ${namesOf(refused)}.`, 'Have the app installed there again.');
    }
    const lacking = installed.filter((each) => missingScopes(each.scopes).required.length > 0);
    if (lacking.length > 0) {
      return warning(
        `${said}; ${namesOf(lacking)} granted less than it needs (${scopes().join(', ')}).`,
        'Have the app installed there again: an install asks for what is missing.',
      );
    }
    return ok(`${said}; Slack knows ${installed.length > TRIED ? `the newest ${TRIED} tokens` : 'their tokens'}.`);
  },
};

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
    if (mode.kind !== 'socket') return skipped('Only Socket Mode needs one.');
    // It asks for an address to connect to; nothing is opened.
    const reply = await askSlack('apps.connections.open', { apiUrl: slackApiUrl, token: mode.appToken });
    if (reply.kind === 'unreachable') return skipped('Not tried: Slack cannot be reached.');
    if (reply.ok) return ok('Slack opens connections for it.');
    return failed(
      `Slack refuses SLACK_APP_TOKEN (${reply.error ?? 'no reason'}).`,
      'Make one with the scope connections:write on the app’s page “Basic Information”, under App-Level Tokens, and see that Socket Mode is on.',
    );
  },
};

/** The token of a single workspace, where one is set. */
export function botTokenOf({ config: { mode } }: Pick<Patient, 'config'>): string | undefined {
  return 'botToken' in mode ? mode.botToken || undefined : undefined;
}

/** Whether workspaces install the app by themselves, each with a token of its own. */
export function isManyWorkspaces({ config: { mode } }: Pick<Patient, 'config'>): boolean {
  return mode.kind === 'workspaces';
}
