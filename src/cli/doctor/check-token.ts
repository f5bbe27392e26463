import { botTokenOf, isManyWorkspaces } from './bot-token-of.js';
import { type Check, failed, ok, skipped, warning } from './check.js';

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
