import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../src/config/environment.js';
import { ConfigError, readConfig } from '../src/config.js';

function problemsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
const http = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a'.repeat(32) };

describe('what is switched on', () => {
  it('is nothing by default, and link previews need to know where the pages are', () => {
    const guideUrl = { GUIDE_URL: 'https://example.com/{slug}.html' };
    expect(readConfig(http).features).toEqual([]);
    expect(readConfig({ ...http, ...guideUrl, LINK_PREVIEWS: 'on', AGENT_VIEW: 'on' }).features).toEqual([
      'link-previews',
      'agent-view',
    ]);
    expect(readConfig({ ...http, LINK_PREVIEWS: 'off' }).features).toEqual([]);
    expect(problemsOf({ ...http, LINK_PREVIEWS: 'on' })).toEqual([expect.stringContaining('needs GUIDE_URL')]);
    expect(problemsOf({ ...http, AGENT_VIEW: 'yes' })).toEqual([expect.stringContaining('AGENT_VIEW')]);
  });
});

describe('the configuration', () => {
  it('opens the playground with its own database when nothing is set for Slack', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://team/records' })).toMatchObject({
      mode: { kind: 'playground' },
      database: { url: 'sqlite:./data/playground.db' },
      port: 3000,
    });
    expect(readConfig({ SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: ' ' }).mode.kind).toBe('playground');
  });

  it('uses HTTP with a signing secret, and Socket Mode with an app token', () => {
    expect(readConfig(http).mode).toEqual({ kind: 'http', botToken: 'xoxb-1', signingSecret: 'a'.repeat(32) });
    expect(readConfig({ ...http, SLACK_APP_TOKEN: 'xapp-1' }).mode).toEqual({
      kind: 'socket',
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
    });
  });

  it('lists every missing or wrong variable at once', () => {
    const problems = problemsOf({
      SLACK_SIGNING_SECRET: 'xoxb-wrong-box',
      SLACK_API_URL: 'slack.com',
      GUIDE_URL: 'https://example.com/',
      DATABASE_URL: 'mysql://x',
      DATABASE_SSL: 'maybe',
      DATABASE_POOL_SIZE: '1',
      DATABASE_REQUIRED: 'perhaps',
      MIGRATE_ON_START: 'sometimes',
      PORT: '70000',
      LOG_LEVEL: 'loud',
    });
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_API_URL',
      'GUIDE_URL',
      'DATABASE_URL',
      'DATABASE_SSL',
      'DATABASE_POOL_SIZE',
      'DATABASE_REQUIRED',
      'MIGRATE_ON_START',
      'PORT',
      'LOG_LEVEL',
    ]) {
      expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
    }
  });

  it('names what is missing from an incomplete configuration', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual([
      expect.stringMatching(/^SLACK_SIGNING_SECRET is missing/),
    ]);
    expect(problemsOf({ SLACK_APP_TOKEN: 'xapp-1' })).toEqual([expect.stringMatching(/^SLACK_BOT_TOKEN is missing/)]);
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' })).toHaveLength(2);
  });

  describe('for many workspaces', () => {
    const oauth = {
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'c'.repeat(32),
      SLACK_STATE_SECRET: 's'.repeat(32),
      TOKEN_KEYS: `${'b'.repeat(32)}, ${'a'.repeat(32)}`,
      SLACK_SIGNING_SECRET: 'd'.repeat(32),
    };

    it('reads the OAuth secrets in place of a bot token, and the keys in order', () => {
      expect(readConfig(oauth).mode).toEqual({
        kind: 'workspaces',
        signingSecret: 'd'.repeat(32),
        clientId: '1.2',
        clientSecret: 'c'.repeat(32),
        stateSecret: 's'.repeat(32),
        tokenKeys: ['b'.repeat(32), 'a'.repeat(32)],
      });
    });

    it('names each variable that is missing', () => {
      for (const [missing] of Object.entries(oauth)) {
        const problems = problemsOf({ ...oauth, [missing]: '' });
        expect(problems).toEqual([expect.stringMatching(new RegExp(`^${missing} is missing`))]);
      }
      expect(problemsOf({ SLACK_CLIENT_ID: '1.2' })).toHaveLength(4);
      expect(problemsOf({ TOKEN_KEYS: 'k'.repeat(32) })).toHaveLength(4);
    });

    it('explains that it cannot be combined with the tokens of one workspace', () => {
      expect(problemsOf({ ...oauth, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toEqual([
        expect.stringMatching(/^SLACK_BOT_TOKEN is for one workspace, but SLACK_CLIENT_ID, .* for many.*: unset/),
        expect.stringMatching(/^SLACK_APP_TOKEN is for one workspace/),
      ]);
    });

    it('refuses secrets that are too short', () => {
      expect(problemsOf({ ...oauth, TOKEN_KEYS: `${'b'.repeat(32)},short`, SLACK_STATE_SECRET: 'me' })).toEqual([
        expect.stringMatching(/^TOKEN_KEYS contains a key that is too short/),
        expect.stringMatching(/^SLACK_STATE_SECRET is too short/),
      ]);
    });
  });

  it('serves the MCP server only if it is asked to, and only to read unless it is allowed more', () => {
    expect(readConfig({}).mcp).toBeUndefined();
    expect(readConfig({ MCP: 'off' }).mcp).toBeUndefined();
    expect(readConfig({ MCP: 'on' }).mcp).toEqual({ mayWrite: false });
    expect(readConfig({ MCP: 'On', MCP_WRITE: 'on' }).mcp).toEqual({ mayWrite: true });
    expect(readConfig({ MCP: 'on', MCP_SLACKBOT: 'on' }).mcp).toEqual({ mayWrite: false, inSlackbot: true });
    expect(problemsOf({ MCP_SLACKBOT: 'on' })).toEqual(['MCP_SLACKBOT is on, but MCP is not: set MCP=on, too']);
    expect(problemsOf({ MCP: 'yes' })).toEqual(['MCP must be one of on, off']);
    expect(problemsOf({ MCP_WRITE: 'on' })).toEqual(['MCP_WRITE is on, but MCP is not: set MCP=on, too']);
  });

  it('limits the requests of a person to 60 a minute by default, and 0 means no limit', () => {
    expect(readConfig({}).rateLimitPerMinute).toBe(60);
    expect(readConfig({ RATE_LIMIT_PER_MINUTE: '0' }).rateLimitPerMinute).toBe(0);
    expect(readConfig({ RATE_LIMIT_PER_MINUTE: '200' }).rateLimitPerMinute).toBe(200);
    for (const wrong of ['-1', '1.5', 'many']) {
      expect(problemsOf({ RATE_LIMIT_PER_MINUTE: wrong })).toEqual([
        expect.stringMatching(/^RATE_LIMIT_PER_MINUTE must be a whole number/),
      ]);
    }
  });

  it('remembers nothing of what people ask unless that is wanted, and then for 90 days', () => {
    expect(readConfig({})).toMatchObject({ askLog: false, retentionDays: 90 });
    expect(readConfig({ ASK_LOG: 'on', RETENTION_DAYS: '30' })).toMatchObject({ askLog: true, retentionDays: 30 });
    expect(problemsOf({ ASK_LOG: 'yes' })).toEqual(['ASK_LOG must be one of on, off']);
    for (const wrong of ['0', '1.5', 'ever', '4000'])
      expect(problemsOf({ RETENTION_DAYS: wrong })).toEqual([
        expect.stringMatching(/^RETENTION_DAYS must be a whole number/),
      ]);
  });

  it('reads a guide in a git repository, which is asked for changes every five minutes', () => {
    const GUIDE_REPO = 'https://git.example.com/guide.git';
    expect(readConfig({}).repository).toBeUndefined();
    expect(readConfig({ GUIDE_REPO, GUIDE_PATH: 'docs' }).repository).toEqual({
      url: GUIDE_REPO,
      path: 'docs',
      refreshMinutes: 5,
    });
    const GUIDE_WEBHOOK_SECRET = 'w'.repeat(16);
    const more = { GUIDE_REPO, GUIDE_REFRESH_MINUTES: '0', GUIDE_WEBHOOK_SECRET, GUIDE_CLONE_DIR: '/data/guide' };
    expect(readConfig(more).repository).toMatchObject({
      refreshMinutes: 0,
      webhookSecret: GUIDE_WEBHOOK_SECRET,
      cloneDir: '/data/guide',
    });
    expect(problemsOf({ GUIDE_REPO: 'http://git.example.com/guide.git', GUIDE_DIR: 'content' })).toHaveLength(2);
    expect(problemsOf({ ...more, GUIDE_WEBHOOK_SECRET: 'short' })).toEqual([expect.stringMatching(/too short/)]);
    const cut = `whsec_${Buffer.alloc(20).toString('base64')}`;
    expect(problemsOf({ ...more, GUIDE_WEBHOOK_SECRET: cut })).toEqual([expect.stringMatching(/whole signing token/)]);
    expect(problemsOf({ ...more, GUIDE_WEBHOOK_SECRET: '' })).toEqual([expect.stringMatching(/REFRESH_MINUTES is 0/)]);
    for (const GUIDE_REFRESH_MINUTES of ['-1', '1.5', '2000', 'often']) {
      expect(problemsOf({ GUIDE_REPO, GUIDE_REFRESH_MINUTES })).toHaveLength(1);
    }
  });

  it('reads who is told about the errors of a guide, with many workspaces each with their own', () => {
    expect(readConfig({}).guideAuthors).toEqual([]);
    expect(readConfig({ GUIDE_AUTHORS: 'U1A, W2B U1A' }).guideAuthors).toEqual([{ person: 'U1A' }, { person: 'W2B' }]);
    const many = {
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'c'.repeat(32),
      SLACK_STATE_SECRET: 's'.repeat(32),
      TOKEN_KEYS: 'a'.repeat(32),
      SLACK_SIGNING_SECRET: 'd'.repeat(32),
    };
    expect(readConfig({ ...many, GUIDE_AUTHORS: 'T1:U1,E1:U2' }).guideAuthors).toEqual([
      { installation: 'T1', person: 'U1' },
      { installation: 'E1', person: 'U2' },
    ]);
    for (const wrong of [{ GUIDE_AUTHORS: '@ada' }, { GUIDE_AUTHORS: 'T1:U1' }, { ...many, GUIDE_AUTHORS: 'U1' }]) {
      expect(problemsOf(wrong)).toEqual([expect.stringMatching(/^GUIDE_AUTHORS must list ids/)]);
    }
  });

  it('never shows a secret in its message', () => {
    const secret = 'xoxp-very-secret';
    expect(
      problemsOf({ SLACK_BOT_TOKEN: secret, SLACK_SIGNING_SECRET: secret, DATABASE_URL: secret }).join(),
    ).not.toContain(secret);
  });

  it('does not open the playground in production, and requires a database that outlives a release', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN/),
      expect.stringMatching(/^DATABASE_URL is missing/),
    ]);
    expect(problemsOf({ ...http, NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing/),
    ]);
    expect(problemsOf({ ...http, NODE_ENV: 'production', DATABASE_URL: 'sqlite:/data/guidepost.db' })).toEqual([]);
  });
});
