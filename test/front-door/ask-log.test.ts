import { connectSlackbot } from '@guidepost/slack-simulator';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { guideOf } from '../builders/guide-of.js';
import { itLong } from '../long-tests.js';
import { createToken } from './api-client.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'servers.md': `---
title: Servers
summary: What to do on a new server.
choices:
  - {text: "Where are its logs?", to: logs}
---
Turn off password login over ssh, and set up a firewall such as ufw.
`,
  'logs.md': `---
title: Logs
summary: Where a process writes what it does.
---
Read the journal of a unit. A firewall such as ufw writes there, too.
`,
};

let workspace: TestWorkspace | undefined;
afterEach(async () => {
  await workspace?.stop();
  workspace = undefined;
});

async function start(options: { askLog?: boolean; retentionDays?: number } = {}): Promise<TestWorkspace> {
  workspace = await startWorkspace(await guideOf(files), { askLog: true, ...options });
  return workspace;
}

interface Row {
  readonly kind: string;
  readonly surface: string;
  readonly person: string | null;
  readonly question: string | null;
  readonly outcome: string | null;
  readonly pages: string;
}

function rowsOf({ withDatabase }: TestWorkspace): Row[] {
  return withDatabase((database) => database.prepare('select * from asks order by at').all() as Row[]);
}

/** The stored events, once there are so many. */
async function rows(of: TestWorkspace, count: number): Promise<Row[]> {
  await of.slack.until(() => rowsOf(of).length >= count, { what: `${count} stored events` });
  return rowsOf(of);
}

describe('the ask log', () => {
  it('has what was asked by a command, a mention and a direct message, and what came of it', async () => {
    const { slack } = await start();
    const ada = slack.workspace.as('ada');
    await ada.in('#deployments').command('/guide how do I set up ufw on a server');
    await ada.in('#deployments').command('/guide which hamster is the best');
    await ada.in('#deployments').command('/guide topics');
    ada.in('#deployments').say('@guidepost where are the logs?');
    await slack.settled();
    ada.in('@guidepost').say('password login');
    await slack.settled();
    const said = slack.workspace.as('ben').in('#deployments').say('who rotates the log files?');
    await ada
      .in('#deployments')
      .messages()
      .find(({ message }) => message.ts === said.ts)
      ?.shortcut('answer-message');
    await slack.settled();
    const stored = await rows(workspace as TestWorkspace, 5);
    expect(stored.map(({ surface, question }) => [surface, question])).toEqual([
      ['command', 'how do I set up ufw on a server'],
      ['command', 'which hamster is the best'],
      ['mention', 'where are the logs?'],
      ['direct message', 'password login'],
      ['message shortcut', 'who rotates the log files?'],
    ]);
    expect(stored[0]).toMatchObject({ kind: 'asked', person: ada.person.id });
    expect(stored[1]).toMatchObject({ outcome: 'nothing' });
    expect(JSON.parse(stored[3]?.pages ?? '')).toContain('servers');
  });

  it('has what was opened next, with the way that led to it', async () => {
    const { slack } = await start();
    const card = await slack.workspace.as('ada').in('#deployments').command('/guide servers');
    await card.press('Where are its logs?');
    await slack.settled();
    await card.press('Read the page');
    await slack.settled();
    const [, opened, read] = await rows(workspace as TestWorkspace, 3);
    expect(opened).toMatchObject({ kind: 'opened', pages: '["servers","logs"]', question: 'servers' });
    expect(read).toMatchObject({ kind: 'read', pages: '["logs"]' });
  });

  it('has no secrets and addresses', async () => {
    const { slack } = await start();
    await slack.workspace
      .as('ada')
      .in('#deployments')
      .command('/guide ufw for ada@example.com at 10.1.2.3, password is hunter2');
    const [asked] = await rows(workspace as TestWorkspace, 1);
    expect(asked?.question).toBe('ufw for [e-mail] at [address], password is [secret]');
  });

  it('is written when the app stops', async () => {
    const { slack, restartApp } = await start();
    await slack.workspace.as('ada').in('#deployments').command('/guide servers');
    await restartApp();
    expect(rowsOf(workspace as TestWorkspace)).toHaveLength(1);
  });

  it('has nothing unless it is turned on', async () => {
    const { slack, restartApp } = await start({ askLog: false });
    await slack.workspace.as('ada').in('#deployments').command('/guide servers');
    await restartApp();
    expect(rowsOf(workspace as TestWorkspace)).toEqual([]);
  });

  it('loses what is older than RETENTION_DAYS, even once it is turned off', async () => {
    const { slack, stopApp, restartApp, withDatabase } = await start({ retentionDays: 30 });
    await slack.workspace.as('ada').in('#deployments').command('/guide servers');
    await slack.workspace.as('ada').in('#deployments').command('/guide logs');
    await rows(workspace as TestWorkspace, 2);
    await stopApp();
    withDatabase((database) =>
      database.exec(`update asks set at = at - ${31 * 86_400_000} where question = 'servers'`),
    );
    await restartApp();
    await slack.until(() => rowsOf(workspace as TestWorkspace).length === 1, { what: 'the old event to go' });
    expect(rowsOf(workspace as TestWorkspace)[0]?.question).toBe('logs');
  });

  itLong('delays no answer while the database cannot be written, and has it later', async () => {
    const { slack, withDatabase, log } = await start();
    withDatabase((database) => database.exec('alter table asks rename to away'));
    const card = await slack.workspace.as('ada').in('#deployments').command('/guide servers');
    expect(card.plainText()).toContain('What to do on a new server.');
    await slack.until(() => log.some((line) => line.includes('What was asked could not be written')), {
      what: 'the warning',
    });
    withDatabase((database) => database.exec('alter table away rename to asks'));
    await rows(workspace as TestWorkspace, 1);
  });
});

describe('the ask log of the MCP server', () => {
  it('has what a person asks Slackbot, and what a program asks with a token, by nobody’s name', async () => {
    workspace = await startWorkspace(await guideOf(files), { askLog: true, mcp: { mayWrite: false } });
    const { signingSecret, url } = workspace;
    const slackbot = await connectSlackbot({
      url: url('/mcp'),
      signingSecret,
      team: 'T0SIMTEAM1',
      person: 'U0BEN00002',
    });
    await slackbot.call('ask', { question: 'how do I set up ufw' });
    const authorization = `Bearer ${await createToken(workspace.databaseUrl)}`;
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(url('/mcp')), {
      requestInit: { headers: { authorization } },
    });
    // Its `sessionId` may be undefined, which the interface does not say with exact optional types.
    await client.connect(transport as Parameters<Client['connect']>[0]);
    await client.callTool({ name: 'ask', arguments: { question: 'which hamster is the best' } });
    await client.close();
    expect(await rows(workspace, 2)).toMatchObject([
      { surface: 'mcp', person: 'U0BEN00002', question: 'how do I set up ufw', outcome: 'list' },
      { surface: 'mcp', person: null, question: 'which hamster is the best', outcome: 'nothing' },
    ]);
  });
});
