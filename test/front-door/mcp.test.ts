import { connectSlackbot, type Slackbot, type SlackbotOptions, type ToolReply } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { createToken, DEPLOYMENTS, GENERAL } from './api-client.js';
import { postChecklist } from './post-checklist.js';
import { startSite } from './start-site.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const TEAM = 'T0SIMTEAM1';
const ADA = 'U0ADA00001';
const BEN = 'U0BEN00002';
const READING = ['ask', 'read_page', 'list_topics', 'get_checklist', 'list_runs'];

const files = {
  ...launchFiles,
  'rollback.md': `---
title: Roll back
summary: Keep a way back with \`ship --last\` and *care*.
updated: 2026-11-20
choices:
  - {text: "Backups?", to: backups}
  - {text: "The tool", to: "https://example.com/tool"}
sources:
  - {title: "The book", url: "https://example.com/book"}
---
## The last image

To roll back, ship the \`last\` image again, as [Launch](launch.md) says.

## When it fails

Call somebody.
`,
};

/** The SDK's own client, with a token. It holds structured answers to the tools' output schemas. */
async function sdkClient(token: string, on: TestWorkspace = workspace): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(on.url('/mcp')), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  // Its `sessionId` may be undefined, which the interface does not say with exact optional types.
  await client.connect(transport as Parameters<Client['connect']>[0]);
  await client.listTools();
  clients.push(client);
  return client;
}
async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  const result = await client.callTool({ name, arguments: args });
  const [content] = result.content as { text: string }[];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it with matchers
  const data: any = result.structuredContent;
  return { text: content?.text ?? '', isError: result.isError === true, data };
}
function slackbot(options: Partial<SlackbotOptions> = {}, on: TestWorkspace = workspace): Promise<Slackbot> {
  return connectSlackbot({
    url: on.url('/mcp'),
    signingSecret: on.signingSecret,
    person: ADA,
    team: TEAM,
    ...options,
  });
}
/** A call by hand. */
function post(body: unknown, headers: Record<string, string> = {}, on: TestWorkspace = workspace): Promise<Response> {
  return fetch(on.url('/mcp'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

let workspace: TestWorkspace;
let token: string;
const clients: Client[] = [];
beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files), {
    mcp: { mayWrite: false },
    guideUrl: 'https://guide.example.com/{slug}',
  });
  token = await createToken(workspace.databaseUrl, { may: 'start,tick' });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(() => workspace.stop());

describe('the tools, by the SDK’s own client with a token', () => {
  it('are those that read, and say so', async () => {
    const client = await sdkClient(token);
    expect(client.getServerVersion()).toMatchObject({ name: 'guidepost', title: 'Guidepost' });
    expect(client.getInstructions()).toContain('guide');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(READING);
    for (const tool of tools) {
      expect(tool).toMatchObject({
        annotations: { readOnlyHint: true },
        _meta: { slack: { supportsBlockKit: true } },
        outputSchema: { type: 'object' },
      });
      expect(tool.description?.length).toBeGreaterThan(80);
    }
  });

  it('answers a question with the words of the guide and where it says so', async () => {
    const { text, data } = await call(await sdkClient(token), 'ask', { question: 'which image do I ship?' });
    expect(data).toMatchObject({
      kind: 'page',
      page: { slug: 'rollback', url: 'https://guide.example.com/rollback' },
      passage: { anchor: 'the-last-image', text: expect.stringContaining('ship the last image again') },
    });
    expect(text).toContain('ship the `last` image again, as [Launch](<https://guide.example.com/launch>) says.');
    expect(text).toContain('[**Roll back**](<https://guide.example.com/rollback#the-last-image>) (page `rollback`)');
    expect(text).toContain('updated 2026-11-20');
    expect(text).toContain('[The book](<https://example.com/book>)');
    expect(text).toContain('- Backups? (page `backups`)');
  });

  it('says that the guide has no answer, and gives the closest pages', async () => {
    const { text, data } = await call(await sdkClient(token), 'ask', { question: 'xylophone quokka zebra' });
    expect(data.kind).toBe('nothing-found');
    expect(text).toContain('(page `rollback`): Keep a way back with `ship --last` and \\*care\\*.');
    expect(text).toContain('The guide has no page that answers that');
  });

  it('explains what is wrong with the arguments', async () => {
    const client = await sdkClient(token);
    const wrong: [string, Record<string, unknown>, string][] = [
      ['ask', {}, '“question” is missing or empty.'],
      ['ask', { question: ' \n ' }, '“question” is missing or empty.'],
      ['ask', { question: 7 }, '“question” must be a text.'],
      ['ask', { question: 'x'.repeat(4_001) }, '“question” has 4001 characters, and the limit is 4000.'],
      ['ask', { question: 'x', quesion: 'y' }, 'There is no field “quesion”. Did you mean “question”?'],
      ['read_page', { page: 'rollback', part: 2 }, 'The page “rollback” has one part.'],
      ['read_page', { page: 'rollback', part: 0 }, '“part” must be a whole number from 1'],
      ['read_page', { page: 'rollback', section: 'Nowhere' }, 'It has “The last image”, “When it fails”.'],
      ['list_topics', { from: 9 }, 'The guide has 3 pages, so none begins at 9.'],
      ['get_checklist', { topic: 'launch', checklist: 'none' }, 'It has launch-checklist.'],
      ['list_runs', { state: 'closed' }, '“state” must be one of open, complete, archived, all.'],
    ];
    for (const [name, args, words] of wrong) {
      const { isError, text } = await call(client, name, args);
      expect([name, args, isError, text]).toEqual([name, args, true, expect.stringContaining(words)]);
    }
    await expect(call(client, 'start_run')).rejects.toThrow(/There is no tool “start_run”. There are ask, /);
  });

  it('reads a page, or a section of it, and names the closest pages for one that there is not', async () => {
    const client = await sdkClient(token);
    const whole = await call(client, 'read_page', { page: 'Roll Back' });
    expect(whole.data).toMatchObject({ part: 1, parts: 1, sections: ['The last image', 'When it fails'] });
    expect(whole.text).toContain('## When it fails\n\nCall somebody.');
    const section = await call(client, 'read_page', { page: 'rollback', section: 'when it fails' });
    expect(section.text).not.toContain('last');
    const unknown = await call(client, 'read_page', { page: 'backup' });
    expect(unknown.isError).toBe(true);
    expect(unknown.text).toContain('(page `backups`)');
  });

  it('lists the topics, and gets a checklist in the person’s words', async () => {
    const client = await sdkClient(token);
    const topics = await call(client, 'list_topics');
    expect(topics.data).toMatchObject({ total: 3 });
    expect(topics.text).toContain('(page `launch`): The day.');
    const list = await call(client, 'get_checklist', { topic: 'the launch' });
    expect(list.data).toMatchObject({
      kind: 'checklist',
      checklist: { id: 'launch-checklist', items: [{ title: 'Restore a backup' }, { title: 'Tell everyone' }] },
    });
    expect(list.text).toContain('- [ ] Restore a backup\n- [ ] Tell everyone');
  });
});

describe('a request', () => {
  it('without a token or a signature is refused before its body is read', async () => {
    for (const headers of [
      {},
      { authorization: `Bearer gp_${'x'.repeat(43)}` },
      { authorization: 'Bearer nonsense' },
    ]) {
      const response = await post('{ not JSON', headers);
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="guidepost"']);
    }
    const signature = expect.stringContaining('Slack’s signature does not match SLACK_SIGNING_SECRET, or is more than');
    for (const wrong of [{ signingSecret: 'another' }, { clock: () => Date.now() - 600_000 }])
      await expect(slackbot(wrong)).rejects.toMatchObject({ status: 401, body: signature });
  });

  it('of a web page elsewhere is refused, whoever sends it', async () => {
    const headers = { authorization: `Bearer ${token}` };
    for (const origin of ['https://evil.example.com', 'null', 'http://localhost.evil.example.com'])
      expect((await post(PING, { ...headers, origin })).status).toBe(403);
    expect((await post(PING, { ...headers, origin: 'http://localhost:6274' })).status).toBe(200);
  });

  it('is one message by POST of a reasonable size', async () => {
    const headers = { authorization: `Bearer ${token}` };
    expect((await post('{ not JSON', headers)).status).toBe(400);
    expect((await post([PING, PING], headers)).status).toBe(400);
    expect((await post({ ...PING, params: { x: 'x'.repeat(70_000) } }, headers)).status).toBe(413);
    for (const method of ['GET', 'DELETE', 'PUT'])
      expect((await fetch(workspace.url('/mcp'), { method, headers })).status).toBe(405);
    expect((await fetch(workspace.url('/mcp/other'), { headers })).status).toBe(404);
  });

  it('is answered by no server that is off', async () => {
    const other = await startWorkspace(await guideOf(launchFiles));
    try {
      expect((await post(PING, {}, other)).status).toBe(404);
    } finally {
      await other.stop();
    }
  });
});

describe('Slackbot', () => {
  /** What is drawn, and nothing dropped. */
  function expectCard(reply: ToolReply): void {
    expect(reply.problems).toEqual([]);
    expect(reply.blocks.length).toBeGreaterThan(0);
    expect(reply.asked).toBe(false);
  }

  it('shows the card and goes on by its buttons', async () => {
    const bot = await slackbot();
    expect(bot.tools.map(({ name }) => name)).toEqual(READING);
    expect(bot.tools.every(({ supportsBlockKit }) => supportsBlockKit)).toBe(true);
    const card = await bot.call('ask', { question: 'how do I roll back?' });
    expectCard(card);
    expect(card.text).toContain('# Roll back');
    expect(card.plainText()).toContain('You asked: how do I roll back?');
    expect(card.plainText()).toContain('[Open in the browser]');
    const page = await card.press('Read the page');
    expectCard(page);
    expect(page.plainText()).toContain('Call somebody.');
    const next = await page.press('Backups?');
    expectCard(next);
    expect(next.plainText()).toContain('Try one.');
  });

  it('shows every kind of answer as a card', async () => {
    const bot = await slackbot();
    for (const question of ['topics', 'help', 'checklists', 'checklist launch', 'xylophone quokka', 'backups launch'])
      expectCard(await bot.call('ask', { question }));
    const topics = await bot.call('list_topics');
    expectCard(topics);
    expectCard(await topics.choose('Launch'));
    const list = await bot.call('get_checklist', { topic: 'launch' });
    expectCard(list);
    expect(list.plainText()).toContain('☐ Restore a backup');
  });

  it('gets text only where it draws no cards, and cards where it forgets its session', async () => {
    const plain = await (await slackbot({ drawsBlocks: false })).call('ask', { question: 'roll back' });
    expect(plain.result._meta).toBeUndefined();
    expectCard(await (await slackbot({ keepsSession: false })).call('ask', { question: 'roll back' }));
    const { text } = await call(await sdkClient(token), 'ask', { question: 'roll back' });
    expect(text).toBe(plain.text);
  });
});

describe('started checklists', () => {
  let own: TestWorkspace;
  beforeAll(async () => {
    own = await startWorkspace(await guideOf(files), { mcp: { mayWrite: true } });
    await postChecklist(own.slack, { topic: 'launch: shop' });
  });
  afterAll(() => own.stop());

  it('are those of public channels and a person’s own, and none for somebody unknown', async () => {
    const names = async (options: Partial<SlackbotOptions>) =>
      JSON.stringify((await (await slackbot(options, own)).call('list_runs')).result.structuredContent);
    await postChecklist(own.slack, { by: 'ben', topic: 'launch: hidden' });
    own.withDatabase((db) => db.exec(`update runs set is_public = 0 where name = 'hidden'`));
    expect(await names({})).toContain('"shop"');
    expect(await names({})).not.toContain('hidden');
    // Who posted it gave it its name. What others wrote in it stays in its channel.
    const [hidden] = JSON.parse(await names({ person: BEN })).runs;
    expect(hidden).toMatchObject({ name: 'hidden', phases: [] });
    for (const unknown of [{ person: undefined }, { team: undefined }, { team: 'T0OTHER001' }])
      expect(await names(unknown as object)).toBe('{"runs":[]}');
  });

  it('are those of public channels also where a program started them and nobody has pressed anything', async () => {
    const [open, closed] = [DEPLOYMENTS, 'C0RELEASE3'];
    own.slack.workspace.inviteApp('#release-crew');
    const client = await sdkClient(
      await createToken(own.databaseUrl, { name: 'cd', channels: `${open},${closed}`, may: 'start' }),
      own,
    );
    for (const [name, where] of [
      ['by a program', open],
      ['in private', closed],
    ]) {
      const started = await call(client, 'start_run', { page: 'launch', name, channel: where });
      expect([name, started.isError]).toEqual([name, false]);
    }
    const { runs } = (await (await slackbot({ person: BEN }, own)).call('list_runs')).result.structuredContent as {
      runs: { name: string }[];
    };
    expect(runs.map(({ name }) => name)).toContain('by a program');
    expect(runs.map(({ name }) => name)).not.toContain('in private');
  });

  it('are those of a token’s channels', async () => {
    const here = await sdkClient(await createToken(own.databaseUrl, { name: 'here', may: 'gate' }), own);
    expect((await call(here, 'list_runs')).data.runs).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'shop', state: 'open' })]),
    );
    expect((await here.listTools()).tools.map(({ name }) => name)).toEqual(READING);
    const elsewhere = await sdkClient(
      await createToken(own.databaseUrl, { name: 'elsewhere', channels: GENERAL, may: 'gate' }),
      own,
    );
    expect((await call(elsewhere, 'list_runs')).data).toEqual({ runs: [] });
  });

  it('are started and settled by a token, once, and say who did it', async () => {
    const client = await sdkClient(await createToken(own.databaseUrl, { name: 'ci', may: 'start,tick' }), own);
    const wanted = { page: 'launch', name: 'api 2', channel: DEPLOYMENTS };
    const first = await call(client, 'start_run', wanted);
    expect(first).toMatchObject({ isError: false, data: { run: { name: 'api 2', startedBy: { name: 'ci' } } } });
    const again = await call(client, 'start_run', wanted);
    const { id, phases } = again.data.run;
    expect(id).toBe(first.data.run.id);
    const [item] = phases[0].items;
    const done = await call(client, 'settle_item', { run: id, item: item.id, state: 'done' });
    expect(done.text).toContain(`- [x] Restore a backup (item \`${item.id}\`)`);
    await own.slack.settled();
    const shown = own.slack.workspace
      .as('ben')
      .in('#deployments')
      .messages()
      .map((each) => each.plainText());
    expect(shown.join('\n')).toContain('api 2');
    const wrong = await call(client, 'settle_item', { run: id, item: 'nothing', state: 'done' });
    expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining('no item “nothing”') });
    const elsewhere = await call(client, 'start_run', { ...wanted, channel: GENERAL });
    expect(elsewhere).toMatchObject({ isError: true, text: expect.stringContaining('not for the channel') });
    expect(await call(client, 'settle_item', { run: 'none', item: 'x', state: 'done' })).toMatchObject({
      isError: true,
    });
  });

  it('are started and settled by a person in Slackbot, who is asked first', async () => {
    const bot = await slackbot({}, own);
    const started = await bot.call('start_run', { page: 'launch', name: 'by ada', channel: DEPLOYMENTS });
    expect([started.isError, started.asked, started.problems]).toEqual([false, true, []]);
    expect(started.plainText()).toContain('Started by');
    const done = await started.press('Done');
    expect(done.plainText()).toContain('1 of 2 done');
    expect(JSON.stringify(done.result.structuredContent)).toContain(`"by":{"id":"${ADA}"`);
    const elsewhere = await bot.call('start_run', { page: 'launch', name: 'x', channel: 'C0NOWHERE9' });
    expect(elsewhere).toMatchObject({ isError: true, text: expect.stringContaining('cannot be seen') });
    const unknown = await (await slackbot({ person: undefined } as object, own)).call('settle_item', {
      run: 'x',
      item: 'y',
      state: 'done',
    });
    expect(unknown).toMatchObject({ isError: true, text: expect.stringContaining('not known who asks') });
  });
});

it('answers questions while the database cannot be used, and says so where it is needed', async () => {
  const own = await startWorkspace(await guideOf(files), { mcp: { mayWrite: false } });
  try {
    const bot = await slackbot({}, own);
    own.withDatabase((db) => db.exec('alter table runs rename to gone'));
    expect((await bot.call('ask', { question: 'which image do I ship?' })).text).toContain('ship the');
    const runs = await bot.call('list_runs');
    expect(runs.isError).toBe(true);
    expect(runs.text).toMatch(/The database cannot be used|Something went wrong. The log has the cause under/);
    expect(runs.text).not.toContain('runs');
  } finally {
    await own.stop();
  }
});

it('slows down a person who asks too much, and tells others apart', async () => {
  const site = await startSite({ mcp: { mayWrite: false }, rateLimitPerMinute: 5 });
  try {
    await site.install('T0FIRST001');
    const [app] = site.apps;
    if (app === undefined) throw new Error('No process runs');
    const connect = (person: string) =>
      connectSlackbot({ url: `${site.urlOf(app)}/mcp`, signingSecret: site.signingSecret, person, team: 'T0FIRST001' });
    const bot = await connect(ADA);
    const asked = Array.from({ length: 10 }, () => bot.call('list_topics'));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ status: 429 }) }),
    );
    expect((await (await connect(BEN)).call('list_topics')).isError).toBe(false);
  } finally {
    await site.stop();
  }
});

it('keeps the runs of workspaces apart', async () => {
  const site = await startSite({ mcp: { mayWrite: false } });
  try {
    for (const id of ['T0FIRST001', 'T0SECOND02']) await site.install(id);
    const [app] = site.apps;
    if (app === undefined) throw new Error('No process runs');
    await postChecklist(site.slack.in('T0FIRST001'), { topic: 'going live: shop' });
    const runs = async (team: string) => {
      const bot = await connectSlackbot({
        url: `${site.urlOf(app)}/mcp`,
        signingSecret: site.signingSecret,
        person: ADA,
        team,
      });
      return (await bot.call('list_runs')).result.structuredContent as { runs: unknown[] };
    };
    expect((await runs('T0FIRST001')).runs).toHaveLength(1);
    expect(await runs('T0SECOND02')).toEqual({ runs: [] });
    expect(await runs('T0UNKNOWN9')).toEqual({ runs: [] });
  } finally {
    await site.stop();
  }
});
