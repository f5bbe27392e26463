import { scopes, surface } from '../../slack/surface.js';
import { botTokenOf } from './bot-token-of.js';
import { type Check, failed, ok, skipped, warning } from './check.js';

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
    if (botTokenOf(patient) === undefined) return skipped('Not looked at: there is no SLACK_BOT_TOKEN.');
    const reply = await patient.slack();
    if (reply.kind === 'unreachable') return skipped('Not looked at: Slack cannot be reached.');
    if (!reply.ok) return skipped('Not looked at: Slack has to accept the token first.');
    if (reply.scopes === undefined) return skipped('Not looked at: the reply did not name them.');
    const granted = new Set(reply.scopes);
    const missing = scopes().filter((scope) => !granted.has(scope));
    const isOptional = (scope: string): boolean => (surface.optionalScopes as readonly string[]).includes(scope);
    const required = missing.filter((scope) => !isOptional(scope));
    if (required.length > 0) return failed(`Missing, and needed: ${required.join(', ')}.`, TODO);
    if (missing.length > 0) {
      const plainer = missing.map((scope) => `${scope}: ${PLAINER[scope] ?? 'something gets plainer'}`);
      return warning(`Missing, and optional:\n${plainer.join('\n')}`, `Leave it so, or grant them. ${TODO}`);
    }
    return ok(`All ${scopes().length} of the manifest are granted.`);
  },
};
