import type { ListedHook } from '../../hooks/store.js';
import { SLACKBOT_SCOPE } from '../../slack/surface.js';
import { shownUrl, stateOf } from '../commands/hook.js';
import { withDatabase } from '../open-database.js';
import { counted } from '../text/terminal.js';
import { type Check, type CheckContext, failed, ok, skipped, warning } from './check.js';

/** An event that has waited longer, although nothing failed, shows that no app is running on this database. */
const LONG_MS = 10 * 60_000;

const NONE = skipped('There are none. To tell other programs about checklists: guidepost hook add URL.');

export const checkHooks: Check = {
  name: 'hooks',
  run: async ({ config: { database, mode, production }, io }) => {
    if (production && !io.env.DATABASE_URL?.trim()) return skipped('DATABASE_URL is not set.');
    // Loaded on demand: most commands need no database.
    const { examineDatabase } = await import('../../storage/open-database.js');
    const state = await examineDatabase(database).catch(() => undefined);
    if (state === undefined) return skipped('The database cannot be used.');
    if (state.kind === 'absent') return NONE;
    if (state.pending.length > 0) return skipped('The database is not up to date yet.');
    const { createHookRegistry } = await import('../../storage/hooks.js');
    const { createKeyRing } = await import('../../workspaces/key-ring.js');
    const keys = mode.kind === 'workspaces' && mode.tokenKeys[0] !== '' ? createKeyRing(mode.tokenKeys) : undefined;
    const hooks = await withDatabase(database, (opened) => createHookRegistry(opened, keys).list());
    return finding(hooks, Date.now());
  },
};

function finding(hooks: readonly ListedHook[], now: number) {
  if (hooks.length === 0) return NONE;
  const lines = hooks.map((hook) => `${hook.id} to ${shownUrl(hook.url)}: ${stateOf(hook)}.`).join('\n');
  const message = hooks.length === 1 ? lines : `${counted(hooks.length, 'hook')}:\n${lines}`;
  if (hooks.some(({ isReadable }) => !isReadable)) {
    return failed(message, 'Set TOKEN_KEYS as for the server, or remove the hook and add it again.');
  }
  const isLate = hooks.some(
    ({ disabled, lastError, waitingSince }) =>
      disabled || lastError !== undefined || (waitingSince && now - waitingSince.getTime() > LONG_MS),
  );
  if (!isLate) return ok(message);
  return warning(
    message,
    'Look at the receiver’s log, and try it: guidepost hook test ID. To end a hook: guidepost hook remove ID.',
  );
}

const MANIFEST = `add ${SLACKBOT_SCOPE} and mcp_servers to the manifest, and reinstall the app (docs/mcp.md)`;
const MAKE_TOKEN = 'guidepost token create --name editors --channels C0123456789 --may gate';

/** Whether anybody can call the MCP server: Slackbot, or a program with a token. */
export const checkMcp: Check = {
  name: 'mcp',
  run: async (context) => {
    if (context.config.mcp === undefined)
      return skipped('MCP is off. To let Slackbot and editors ask the guide, set MCP=on.');
    const [slackbot, tokens] = await Promise.all([slackbotState(context), hasToken(context)]);
    if (slackbot === 'yes') return ok(`Slackbot can call it${tokens ? ', and so can programs with a token' : ''}.`);
    if (tokens) return ok(`Programs with a token can call it. ${SLACKBOT[slackbot]}`);
    const why = `${SLACKBOT[slackbot]} ${tokens === false ? 'There is no token.' : 'The database does not say whether there is a token.'}`;
    if (slackbot === 'unknown' || tokens === undefined) return skipped(`Not known whether anybody can call it. ${why}`);
    return warning(
      `MCP is on, but nobody can call it. ${why}`,
      `${slackbot === 'no-scope' ? `For Slackbot, ${MANIFEST}. ` : ''}For an editor, make a token: ${MAKE_TOKEN}`,
    );
  },
};

type SlackbotState = 'yes' | 'no-scope' | 'no-secret' | 'unknown';

const SLACKBOT: Readonly<Record<Exclude<SlackbotState, 'yes'>, string>> = {
  'no-scope': `Slackbot cannot: the scope ${SLACKBOT_SCOPE} is not granted.`,
  'no-secret': 'Slackbot cannot: without SLACK_SIGNING_SECRET its requests cannot be checked.',
  unknown: 'It is not known whether Slackbot can: Slack has not said which scopes are granted.',
};

async function slackbotState(context: CheckContext): Promise<SlackbotState> {
  const { mode } = context.config;
  if (mode.kind === 'socket' || mode.kind === 'playground') return 'no-secret';
  // Each workspace has granted its own.
  if (mode.kind === 'workspaces') return 'unknown';
  const reply = await context.slack();
  if (reply.kind !== 'answered' || !reply.ok || reply.scopes === undefined) return 'unknown';
  return reply.scopes.includes(SLACKBOT_SCOPE) ? 'yes' : 'no-scope';
}

/** Whether a token opens the API. Undefined if the database cannot say. */
async function hasToken({ config: { database, production }, io }: CheckContext): Promise<boolean | undefined> {
  if (production && !io.env.DATABASE_URL?.trim()) return undefined;
  // Loaded on demand: most commands need no database.
  const { examineDatabase } = await import('../../storage/open-database.js');
  const state = await examineDatabase(database).catch(() => undefined);
  if (state?.kind === 'absent') return false;
  if (state === undefined || state.pending.length > 0) return undefined;
  const { createAccessTokens } = await import('../../storage/access-tokens.js');
  const tokens = await withDatabase(database, (opened) => createAccessTokens(opened).list());
  return tokens.some(({ revokedAt }) => revokedAt === undefined);
}
