import { scopes } from '../../slack/surface.js';
import { botTokenOf, isManyWorkspaces } from './bot-token-of.js';
import { type Check, failed, ok, skipped, warning } from './check.js';
import { missingScopes } from './missing-scopes.js';

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
