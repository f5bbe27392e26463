import type { Read } from './environment.js';

/** How the app connects to Slack. */
export type SlackMode =
  | { readonly kind: 'playground' }
  | { readonly kind: 'http'; readonly botToken: string; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly botToken: string; readonly appToken: string }
  | ManyWorkspaces;

/** Any workspace can install the app with OAuth; each has its own token. */
export interface ManyWorkspaces {
  readonly kind: 'workspaces';
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  /** The first key encrypts tokens; all of them decrypt. */
  readonly tokenKeys: TokenKeys;
}

export type TokenKeys = readonly [string, ...string[]];

const OAUTH_VARIABLES = {
  SLACK_CLIENT_ID: 'find it on the app’s page "Basic Information"',
  SLACK_CLIENT_SECRET: 'find it on the app’s page "Basic Information"',
  SLACK_STATE_SECRET: 'make one with: openssl rand -hex 32',
  TOKEN_KEYS: 'make one with: openssl rand -hex 32',
} as const;

/** Settings for a real Slack. If any of them is set, the playground does not open. */
export const SLACK_VARIABLES: readonly string[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  ...Object.keys(OAUTH_VARIABLES),
];

/** A shorter secret was typed, not generated. */
export const MIN_SECRET_LENGTH = 16;

/** Reads which mode is configured, and reports each variable that is missing or does not belong to it. */
export function readSlackMode(read: Read, production: boolean, problems: string[]): SlackMode {
  const names = Object.keys(OAUTH_VARIABLES) as (keyof typeof OAUTH_VARIABLES)[];
  const given = names.filter((name) => read(name) !== undefined);
  return given.length > 0 ? readManyWorkspaces(read, given, problems) : readOneWorkspace(read, production, problems);
}

function readManyWorkspaces(read: Read, given: readonly string[], problems: string[]): ManyWorkspaces {
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) {
    if (read(name) === undefined) continue;
    problems.push(
      `${name} is for one workspace, but ${given.join(', ')} ${given.length === 1 ? 'is' : 'are'} for many, where each has its own token: unset ${name}, or unset the others`,
    );
  }
  const required = (name: keyof typeof OAUTH_VARIABLES): string => {
    const value = read(name);
    if (value === undefined) {
      problems.push(
        `${name} is missing: many workspaces need it together with ${given.join(', ')}; ${OAUTH_VARIABLES[name]}`,
      );
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
  if (mode.stateSecret !== '' && mode.stateSecret.length < MIN_SECRET_LENGTH) {
    problems.push(
      `SLACK_STATE_SECRET is too short: use at least ${MIN_SECRET_LENGTH} characters, for example from: openssl rand -hex 32`,
    );
  }
  return mode;
}

/** Parses keys separated by commas or white space, the newest first. */
export function parseTokenKeys(value: string, problems: string[]): TokenKeys {
  const [newest = '', ...earlier] = value.split(/[\s,]+/).filter(Boolean);
  if (value !== '' && [newest, ...earlier].some((key) => key.length < MIN_SECRET_LENGTH)) {
    problems.push(
      `TOKEN_KEYS contains a key that is too short: each needs at least ${MIN_SECRET_LENGTH} characters, for example from: openssl rand -hex 32; separate several with commas, the newest first`,
    );
  }
  return [newest, ...earlier];
}

function readOneWorkspace(read: Read, production: boolean, problems: string[]): SlackMode {
  const [botToken, signingSecret, appToken] = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'].map(read);
  if (botToken === undefined && signingSecret === undefined && appToken === undefined) {
    if (production) {
      problems.push(
        `SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are missing (or SLACK_APP_TOKEN for Socket Mode; or, for many workspaces without a bot token, ${Object.keys(OAUTH_VARIABLES).join(', ')}). Without them only the playground could start, and it does not run in production`,
      );
    }
    return { kind: 'playground' };
  }
  if (botToken === undefined) {
    problems.push('SLACK_BOT_TOKEN is missing: it starts with xoxb-, find it on the app’s page "OAuth & Permissions"');
  } else if (!/^xoxb-\S+$/.test(botToken)) {
    problems.push(
      'SLACK_BOT_TOKEN is not a bot token: it starts with xoxb-, find it on the app’s page "OAuth & Permissions"',
    );
  }
  if (appToken !== undefined) {
    if (!/^xapp-\S+$/.test(appToken)) {
      problems.push(
        'SLACK_APP_TOKEN is not an app token: it starts with xapp-, create it on the app’s page "Basic Information"',
      );
    }
    return { kind: 'socket', botToken: botToken ?? '', appToken };
  }
  const orSocket = ' (or set SLACK_APP_TOKEN for Socket Mode)';
  return { kind: 'http', botToken: botToken ?? '', signingSecret: readSigningSecret(read, problems, orSocket) };
}

function readSigningSecret(read: Read, problems: string[], alternative = ''): string {
  const secret = read('SLACK_SIGNING_SECRET');
  if (secret === undefined) {
    problems.push(`SLACK_SIGNING_SECRET is missing: find it on the app’s page "Basic Information"${alternative}`);
  } else if (/\s|^xox|^xapp-/.test(secret)) {
    problems.push('SLACK_SIGNING_SECRET is not a signing secret: copy it from the app’s page "Basic Information"');
  }
  return secret ?? '';
}
