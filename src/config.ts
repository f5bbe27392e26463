import { existsSync } from 'node:fs';
import { type DatabaseConfig, readDatabase } from './config/database.js';
import { choose, type Environment, type Read, type Source, sourceOf } from './config/environment.js';
import {
  MIN_SECRET_LENGTH,
  parseTokenKeys,
  readSlackMode,
  type SlackMode,
  type TokenKeys,
} from './config/slack-mode.js';
import { type GuideRepository, readGuideRepository } from './git/settings.js';
import { packageFile } from './package-file.js';
import { type Feature, surface } from './slack/surface.js';

/** All settings, read once from the environment and checked as a whole. */
export interface Config {
  readonly mode: SlackMode;
  /** The base URL of another Web API to use in place of Slack's. */
  readonly slackApiUrl?: string;
  readonly guideDir: string;
  /** Whether the guide is read again whenever one of its files changes, for its authors. */
  readonly guideWatch: boolean;
  /** Where the guide is fetched from, in place of `guideDir`. */
  readonly repository?: RepositoryConfig;
  /** Who is told when the guide has errors. */
  readonly guideAuthors: readonly Author[];
  /** Where the pages are published: `https://example.com/{slug}.html`. */
  readonly guideUrl?: string;
  /** What is switched on in the manifest, too. */
  readonly features: readonly Feature[];
  readonly database: DatabaseConfig;
  readonly port: number;
  readonly host?: string;
  readonly logLevel: LogLevel;
  /** The token that opens `/metrics`; without it there is no such page. */
  readonly metricsToken?: string;
  /** Whether requests are traced. OpenTelemetry's own packages read where to send the traces. */
  readonly tracing: boolean;
  /** Requests that one person may send in a minute; 0 means no limit. */
  readonly rateLimitPerMinute: number;
  /** Whether the MCP server is served, whether it has the tools that change something, and whether installs ask for what Slackbot needs. */
  readonly mcp?: { readonly mayWrite: boolean; readonly inSlackbot?: true };
  /** Whether it is remembered what people ask. */
  readonly askLog: boolean;
  /** How many days questions are kept, in the log and to owners of pages. */
  readonly retentionDays: number;
  readonly production: boolean;
}

export interface RepositoryConfig extends GuideRepository {
  /** How often its host is asked for changes; 0 means only when the webhook is called. */
  readonly refreshMinutes: number;
  /** Where revisions are kept. */
  readonly cloneDir?: string;
  /** The secret that the host signs its requests with; without it there is no webhook. */
  readonly webhookSecret?: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Who is told when the guide has errors. */
export interface Author {
  /** The id of the workspace or organization; absent if there is only one. */
  readonly installation?: string;
  /** The id of the person in Slack. */
  readonly person: string;
}

/** Lists every variable that is missing or wrong, so that all can be fixed at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is incomplete or wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/**
 * Reads the configuration. An empty variable counts as unset.
 * @throws ConfigError that names every problem at once
 */
export function readConfig(environment: Environment): Config {
  const { config, problems } = examineConfig(environment);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** Reads the configuration as far as possible, and lists everything that is wrong with it. What is missing is empty. */
export function examineConfig(environment: Environment): { config: Config; problems: readonly string[] } {
  const source = sourceOf(environment);
  const { read, problems } = source;
  const production = read('NODE_ENV') === 'production';
  const mode = readSlackMode(read, production, problems);
  const slackApiUrl = readUrl('SLACK_API_URL', source);
  const guideUrl = readUrl('GUIDE_URL', source);
  if (guideUrl !== undefined && !guideUrl.includes('{slug}')) {
    problems.push('GUIDE_URL must contain {slug} in place of the page’s name, as in https://example.com/{slug}.html');
  }
  const features = readFeatures(source);
  if (features.includes('link-previews') && guideUrl === undefined) {
    problems.push('LINK_PREVIEWS needs GUIDE_URL, which says where the pages are published');
  }
  const database = readDatabase(source, production);
  const repository = readRepository(source);
  const guideAuthors = readAuthors(read('GUIDE_AUTHORS'), mode.kind === 'workspaces', problems);
  const mcp = readMcp(source);
  const host = read('HOST');
  const metricsToken = read('METRICS_TOKEN');
  const config: Config = {
    mode,
    guideDir: read('GUIDE_DIR') ?? defaultGuideDir(),
    // In the playground people write pages.
    guideWatch: (choose('GUIDE_WATCH', ['true', 'false'], source) ?? String(mode.kind === 'playground')) === 'true',
    guideAuthors,
    features,
    port: readPort(read('PORT'), problems),
    logLevel: choose('LOG_LEVEL', LOG_LEVELS, source) ?? 'info',
    rateLimitPerMinute: readRateLimit(source),
    askLog: (choose('ASK_LOG', ['on', 'off'], source) ?? 'off') === 'on',
    retentionDays: readRetention(source),
    production,
    tracing: wantsTraces(read),
    // The playground must never write to a team's database.
    database: mode.kind === 'playground' ? { url: PLAYGROUND_DATABASE, migrateOnStart: true } : database,
    ...(slackApiUrl && { slackApiUrl }),
    ...(repository && { repository }),
    ...(guideUrl && { guideUrl }),
    ...(mcp && { mcp }),
    ...(host && { host }),
    ...(metricsToken && { metricsToken }),
  };
  return { config, problems };
}

/**
 * Reads what a release step needs: it has the database's settings, but not always Slack's.
 * @throws ConfigError that names every problem at once
 */
export function readDatabaseConfig(environment: Environment): DatabaseConfig {
  const source = sourceOf(environment);
  const database = readDatabase(source, source.read('NODE_ENV') === 'production');
  if (source.problems.length > 0) throw new ConfigError(source.problems);
  return database;
}

/**
 * Reads what changing hooks needs: the database, and the keys of an app for many workspaces.
 * @throws ConfigError that names every problem at once
 */
export function readHooksConfig(environment: Environment): { database: DatabaseConfig; tokenKeys?: TokenKeys } {
  const source = sourceOf(environment);
  const { read, problems } = source;
  const database = readDatabase(source, read('NODE_ENV') === 'production');
  const keys = read('TOKEN_KEYS');
  const tokenKeys = keys === undefined ? undefined : parseTokenKeys(keys, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return { database, ...(tokenKeys && { tokenKeys }) };
}

/** Follows OpenTelemetry's standard variables. */
function wantsTraces(read: Read): boolean {
  return (
    (read('OTEL_EXPORTER_OTLP_ENDPOINT') ?? read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')) !== undefined &&
    read('OTEL_SDK_DISABLED')?.toLowerCase() !== 'true' &&
    read('OTEL_TRACES_EXPORTER') !== 'none'
  );
}

/**
 * Reads what rotating the keys needs: the database and the keys.
 * @throws ConfigError that names every problem at once
 */
export function readKeysConfig(environment: Environment): { database: DatabaseConfig; tokenKeys: TokenKeys } {
  const source = sourceOf(environment);
  const { read, problems } = source;
  const database = readDatabase(source, read('NODE_ENV') === 'production');
  const keys = read('TOKEN_KEYS');
  if (keys === undefined) {
    problems.push(
      'TOKEN_KEYS is missing: list the keys with commas between them, the new one first, then the earlier ones',
    );
  }
  const tokenKeys = parseTokenKeys(keys ?? '', problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return { database, tokenKeys };
}

const PLAYGROUND_DATABASE = 'sqlite:./data/playground.db';

function readUrl(name: string, { read, problems }: Source): string | undefined {
  const value = read(name);
  if (value !== undefined && !(/^https?:\/\//.test(value) && URL.canParse(value.replaceAll('{slug}', 'slug')))) {
    problems.push(`${name} must be an address that starts with https:// or http://`);
  }
  return value;
}

function readFeatures(source: Source): Feature[] {
  const names = Object.keys(surface.features) as Feature[];
  return names.filter((name) => choose(surface.features[name].setting, ['on', 'off'], source) === 'on');
}

/** The settings of a guide in a git repository; undefined if it comes from a folder. */
function readRepository({ read, problems }: Source): RepositoryConfig | undefined {
  const settings = readGuideRepository(read, problems);
  const minutes = read('GUIDE_REFRESH_MINUTES') ?? '5';
  if (!/^\d{1,4}$/.test(minutes) || Number(minutes) > 1_440) {
    problems.push(
      'GUIDE_REFRESH_MINUTES must be a whole number up to 1440, or 0 to fetch the guide only when the webhook is called',
    );
  }
  const cloneDir = read('GUIDE_CLONE_DIR');
  const webhookSecret = read('GUIDE_WEBHOOK_SECRET');
  if (webhookSecret !== undefined && webhookSecret.length < MIN_SECRET_LENGTH) {
    problems.push(
      `GUIDE_WEBHOOK_SECRET is too short: use at least ${MIN_SECRET_LENGTH} characters, for example from: openssl rand -hex 32`,
    );
  }
  // GitLab makes signing tokens of 32 bytes.
  if (webhookSecret?.startsWith('whsec_') && Buffer.from(webhookSecret.slice(6), 'base64').length < 32) {
    problems.push('GUIDE_WEBHOOK_SECRET is not a whole signing token: copy it again from GitLab, or make another one');
  }
  if (settings !== undefined && minutes === '0' && webhookSecret === undefined) {
    problems.push('GUIDE_REFRESH_MINUTES is 0, so changes come only by the webhook: set GUIDE_WEBHOOK_SECRET');
  }
  return (
    settings && {
      ...settings,
      refreshMinutes: Number(minutes),
      ...(cloneDir !== undefined && { cloneDir }),
      ...(webhookSecret !== undefined && { webhookSecret }),
    }
  );
}

/** More direct messages at once would look like a mistake. */
const MAX_AUTHORS = 50;

/**
 * Reads people's ids separated by commas or spaces: `U012AB3CD,U045EF6GH`. With many workspaces each needs its own:
 * `T024BE7LD:U012AB3CD`.
 */
function readAuthors(value: string | undefined, manyWorkspaces: boolean, problems: string[]): Author[] {
  const given = [...new Set((value ?? '').split(/[\s,]+/).filter(Boolean))];
  const authors = given.map((text): Author | undefined => {
    const [, installation, person = ''] = /^(?:([TE][A-Z0-9]+):)?([UW][A-Z0-9]+)$/.exec(text) ?? [];
    if (person === '' || (installation === undefined) === manyWorkspaces) return undefined;
    return { person, ...(installation !== undefined && { installation }) };
  });
  const wrong = given.find((_, index) => authors[index] === undefined);
  if (wrong !== undefined) {
    const example = manyWorkspaces ? 'T024BE7LD:U012AB3CD, each with its workspace,' : 'U012AB3CD';
    problems.push(
      `GUIDE_AUTHORS must list ids from Slack such as ${example} separated by commas, which ${wrong.slice(0, 50)} is not. In Slack, open a person’s profile, then ⋮, then Copy member ID`,
    );
  }
  if (given.length > MAX_AUTHORS) problems.push(`GUIDE_AUTHORS may list ${MAX_AUTHORS} people`);
  return authors.filter((author) => author !== undefined);
}

/** The folder `content` in the current folder if it exists, otherwise the guide that ships with the package. */
export function defaultGuideDir(): string {
  return existsSync('content') ? 'content' : packageFile('content');
}

/** @returns undefined if it is off */
function readMcp(source: Source): Config['mcp'] {
  const mcp = choose('MCP', ['on', 'off'], source) ?? 'off';
  const write = choose('MCP_WRITE', ['on', 'off'], source) ?? 'off';
  const slackbot = choose('MCP_SLACKBOT', ['on', 'off'], source) ?? 'off';
  if (mcp === 'off' && write === 'on') source.problems.push('MCP_WRITE is on, but MCP is not: set MCP=on, too');
  if (mcp === 'off' && slackbot === 'on') source.problems.push('MCP_SLACKBOT is on, but MCP is not: set MCP=on, too');
  return mcp === 'off' ? undefined : { mayWrite: write === 'on', ...(slackbot === 'on' && { inSlackbot: true }) };
}

function readPort(value: string | undefined, problems: string[]): number {
  if (value === undefined) return 3000;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) problems.push('PORT must be a number from 0 to 65535');
  return port;
}

function readRateLimit({ read, problems }: Source): number {
  const value = read('RATE_LIMIT_PER_MINUTE') ?? '60';
  if (!/^\d{1,6}$/.test(value)) {
    problems.push(
      'RATE_LIMIT_PER_MINUTE must be a whole number: the requests that a person may send in a minute, or 0 for no limit',
    );
  }
  return Number(value);
}

function readRetention({ read, problems }: Source): number {
  const value = read('RETENTION_DAYS') ?? '90';
  if (!/^\d{1,4}$/.test(value) || Number(value) < 1 || Number(value) > 3_650) {
    problems.push(
      'RETENTION_DAYS must be a whole number from 1 to 3650: how many days it is remembered what people asked',
    );
  }
  return Number(value);
}
