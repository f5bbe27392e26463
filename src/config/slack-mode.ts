/** How the app reaches Slack. */
export type SlackMode =
  | { readonly kind: 'playground' }
  | { readonly kind: 'http'; readonly botToken: string; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly botToken: string; readonly appToken: string }
  | ManyWorkspaces;

/** Any workspace may install the app by OAuth; each has a token of its own. */
export interface ManyWorkspaces {
  readonly kind: 'workspaces';
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  /** The first seals tokens, all open them. */
  readonly tokenKeys: TokenKeys;
}

export type TokenKeys = readonly [string, ...string[]];

export type Read = (name: string) => string | undefined;

const OAUTH_VARIABLES = {
  SLACK_CLIENT_ID: 'it stands on the app’s page "Basic Information"',
  SLACK_CLIENT_SECRET: 'it stands on the app’s page "Basic Information"',
  SLACK_STATE_SECRET: 'make one with: openssl rand -hex 32',
  TOKEN_KEYS: 'make one with: openssl rand -hex 32',
} as const;

/** What belongs to a real Slack: any of them set, the playground does not open. */
export const SLACK_VARIABLES: readonly string[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  ...Object.keys(OAUTH_VARIABLES),
];

/** Shorter than this a secret was typed, not generated. */
const SHORTEST_SECRET = 16;

/** Reads which of the modes is configured, and notes each variable that is missing or does not belong to it. */
export function readSlackMode(read: Read, production: boolean, problems: string[]): SlackMode {
  const names = Object.keys(OAUTH_VARIABLES) as (keyof typeof OAUTH_VARIABLES)[];
  const given = names.filter((name) => read(name) !== undefined);
  return given.length > 0 ? readManyWorkspaces(read, given, problems) : readOneWorkspace(read, production, problems);
}

function readManyWorkspaces(read: Read, given: readonly string[], problems: string[]): ManyWorkspaces {
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) {
    if (read(name) === undefined) continue;
    problems.push(
      `${name} is for one workspace, and ${given.join(', ')} for many, where each has a token of its own: unset ${name}, or unset the others`,
    );
  }
  const required = (name: keyof typeof OAUTH_VARIABLES): string => {
    const value = read(name);
    if (value === undefined) {
      problems.push(`${name} is missing: for many workspaces ${given.join(', ')} needs it; ${OAUTH_VARIABLES[name]}`);
    }
    return value ?? '';
  };
  const mode = {
    kind: 'workspaces',
    signingSecret: readSigningSecret(read, problems),
    clientId: required('SLACK_CLIENT_ID'),
    clientSecret: required('SLACK_CLIENT_SECRET'),
    stateSecret: required('SLACK_STATE_SECRET'),
    tokenKeys: parseTokenKeys(required('TOKEN_KEYS'), problems),
  } as const;
  if (mode.stateSecret !== '' && mode.stateSecret.length < SHORTEST_SECRET) {
    problems.push(
      `SLACK_STATE_SECRET is too short to be a secret: take ${SHORTEST_SECRET} characters or more, as from: openssl rand -hex 32`,
    );
  }
  return mode;
}

/** Keys apart by commas or white space, the newest first. */
export function parseTokenKeys(value: string, problems: string[]): TokenKeys {
  const [newest = '', ...earlier] = value.split(/[\s,]+/).filter(Boolean);
  if (value !== '' && [newest, ...earlier].some((key) => key.length < SHORTEST_SECRET)) {
    problems.push(
      `TOKEN_KEYS holds a key that is too short: each has ${SHORTEST_SECRET} characters or more, as from: openssl rand -hex 32; several are parted by commas, the newest first`,
    );
  }
  return [newest, ...earlier];
}

function readOneWorkspace(read: Read, production: boolean, problems: string[]): SlackMode {
  const [botToken, signingSecret, appToken] = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'].map(read);
  if (botToken === undefined && signingSecret === undefined && appToken === undefined) {
    if (production) {
      problems.push(
        `SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode; or for many workspaces, without a bot token, ${Object.keys(OAUTH_VARIABLES).join(', ')}) are missing; without them only the playground could start, and not in production`,
      );
    }
    return { kind: 'playground' };
  }
  if (botToken === undefined) {
    problems.push(
      'SLACK_BOT_TOKEN is missing: it begins with xoxb- and stands on the app’s page "OAuth & Permissions"',
    );
  } else if (!/^xoxb-\S+$/.test(botToken)) {
    problems.push(
      'SLACK_BOT_TOKEN is no bot token: it begins with xoxb- and stands on the app’s page "OAuth & Permissions"',
    );
  }
  if (appToken !== undefined) {
    if (!/^xapp-\S+$/.test(appToken)) {
      problems.push(
        'SLACK_APP_TOKEN is no app token: it begins with xapp- and is made on the app’s page "Basic Information"',
      );
    }
    return { kind: 'socket', botToken: botToken ?? '', appToken };
  }
  const orSocket = ' (or set SLACK_APP_TOKEN for Socket Mode)';
  return { kind: 'http', botToken: botToken ?? '', signingSecret: readSigningSecret(read, problems, orSocket) };
}

function readSigningSecret(read: Read, problems: string[], otherwise = ''): string {
  const secret = read('SLACK_SIGNING_SECRET');
  if (secret === undefined) {
    problems.push(`SLACK_SIGNING_SECRET is missing: it stands on the app’s page "Basic Information"${otherwise}`);
  } else if (/\s|^xox|^xapp-/.test(secret)) {
    problems.push('SLACK_SIGNING_SECRET is no signing secret: copy it from the app’s page "Basic Information"');
  }
  return secret ?? '';
}
