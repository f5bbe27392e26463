import { scopes } from '../../slack/surface.js';
import { createKeyRing } from '../../workspaces/key-ring.js';
import { counted } from '../text/counted.js';
import { askSlack } from './ask-slack.js';
import { type Check, failed, ok, skipped, warning } from './check.js';
import { missingScopes } from './missing-scopes.js';

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
