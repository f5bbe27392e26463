import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'rollback.md': `---
title: Release & rollback
summary: Ship small. Keep a way back.
---
## Roll back

To roll back, ship the last image again. Then look for the cause.
`,
  'team/servers.md': '# Servers\n\nA process manager restarts them.\n',
};
const guideUrl = 'https://docs.example.com/guide/{slug}.html';
const ROLLBACK = 'https://docs.example.com/guide/rollback.html';

let workspace: TestWorkspace;
const ada = () => workspace.slack.workspace.as('ada');

beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files), { guideUrl, features: ['link-previews'] });
});
afterEach(() => {
  workspace.slack.faults.off();
  workspace.slack.clearJournal();
});
afterAll(() => workspace.stop());

async function say(text: string, channel = '#deployments'): Promise<PostedMessage> {
  const said = ada().in(channel).say(text);
  await workspace.slack.settled();
  return said;
}

const previewsOf = ({ message }: PostedMessage) => Object.keys(message.unfurls ?? {});
const callsOf = (method: string) => workspace.slack.calls.filter((call) => call.method === method);

describe('A link to a page of the guide', () => {
  it('gets its title, one sentence and Open, which shows the card to the person who presses it', async () => {
    const said = await say(`See ${ROLLBACK}`);
    expect(previewsOf(said)).toEqual([ROLLBACK]);
    expect(said.plainText()).toContain('Release & rollback\nShip small.');
    expect(said.buttons()).toEqual(['Open']);
    const pressed = await said.as('ben').press('Open');
    await workspace.slack.settled();
    const [card] = pressed.messages();
    expect(card?.visibleTo).toBe(workspace.slack.workspace.as('ben').person.id);
    expect(card?.plainText()).toContain('Keep a way back');
    // A preview is no message of its own.
    expect(callsOf('chat.postMessage')).toEqual([]);
  });

  it('with a heading gets that, and opens there', async () => {
    const said = await say(`See ${ROLLBACK}#roll-back`);
    expect(said.plainText()).toContain('Release & rollback › Roll back\nTo roll back, ship the last image again.');
    const pressed = await said.press('Open');
    await workspace.slack.settled();
    expect(pressed.messages()[0]?.plainText()).toContain('Then look for the cause');
  });

  it('with a heading that the page does not have gets the page', async () => {
    expect((await say(`${ROLLBACK}#gone`)).plainText()).toContain('Ship small.');
  });

  it.each([
    'http://docs.example.com/guide/rollback.html',
    'https://DOCS.example.com/guide/rollback.html?utm_source=mail',
    'https://docs.example.com/guide/rollback',
    'https://docs.example.com/guide/rollback/',
    'https://docs.example.com/guide/team%2Fservers.html',
    'https://docs.example.com/guide/team/servers.html',
  ])('is recognized however it is written: %s', async (url) => {
    expect(previewsOf(await say(url))).toEqual([url]);
  });

  it('is recognized among several links, of which others get nothing', async () => {
    const gone = 'https://docs.example.com/guide/gone.html';
    const servers = 'https://docs.example.com/guide/team/servers.html';
    const said = await say(`${ROLLBACK} and ${gone} and ${servers} and https://example.org/`);
    expect(previewsOf(said).sort()).toEqual([ROLLBACK, servers].sort());
    expect(callsOf('chat.unfurl')).toHaveLength(1);
  });

  it('gets a preview where the app is no member, too', async () => {
    expect(previewsOf(await say(ROLLBACK, '#release-crew'))).toEqual([ROLLBACK]);
  });

  it('opens apart in a direct message between people', async () => {
    const { id } = workspace.slack.workspace.addDirect(['ada', 'ben']);
    const said = await say(ROLLBACK, id);
    const pressed = await said.press('Open');
    await workspace.slack.settled();
    expect(pressed.messages()[0]?.plainText()).not.toContain('Write a number');
  });

  it('gets it while it is written, with its title in plain text', async () => {
    const written = await ada().in('#release-crew').compose(`See ${ROLLBACK}`);
    await workspace.slack.settled();
    expect(written.previews()[ROLLBACK]).toMatchObject({ preview: { title: { text: 'Release & rollback' } } });
    expect(callsOf('chat.unfurl')[0]?.args).toMatchObject({ source: 'composer' });
  });

  it('opens in the thread in which it was shared', async () => {
    const root = await say('We have a problem.');
    const said = ada().in('#deployments').say(ROLLBACK, { threadTs: root.ts });
    await workspace.slack.settled();
    const pressed = await said.press('Open');
    await workspace.slack.settled();
    expect(pressed.messages()[0]?.message.threadTs).toBe(root.ts);
  });
});

it('A link to the top of a site gets the preview of its first page, where pages have no file names', async () => {
  const site = await startWorkspace(await guideOf({ ...files, 'index.md': '# Start here\n\nWhat the team runs.\n' }), {
    guideUrl: 'https://docs.example.com/{slug}/',
    features: ['link-previews'],
  });
  try {
    const said = site.slack.workspace.as('ada').in('#deployments').say('See https://docs.example.com/');
    await site.slack.settled();
    expect(said.plainText()).toContain('Start here\nWhat the team runs.');
  } finally {
    await site.stop();
  }
});

describe('No preview', () => {
  it.each(['https://docs.example.com/', 'https://docs.example.com/guide/gone.html', 'https://docs.example.com/guide/'])(
    'of %s, and Slack is not called',
    async (url) => {
      expect(previewsOf(await say(url))).toEqual([]);
      expect(callsOf('chat.unfurl')).toEqual([]);
    },
  );

  it('without the scope: the log says what is missing', async () => {
    workspace.slack.faults.next('chat.unfurl', { error: 'missing_scope' });
    await say(ROLLBACK);
    const line = workspace.log.map((each) => JSON.parse(each)).find(({ code }) => code === 'missing_scope');
    expect(line).toMatchObject({ level: 'warn', message: expect.stringContaining('links:write') });
  });

  it('unless it is switched on', async () => {
    const off = await startWorkspace(await guideOf(files), { guideUrl });
    try {
      const here = off.slack.workspace.as('ada').in('#deployments');
      here.say(ROLLBACK);
      await off.slack.event({
        type: 'link_shared',
        user: off.slack.workspace.as('ada').person.id,
        channel: here.channel.id,
        message_ts: '1.2',
        links: [{ domain: 'docs.example.com', url: ROLLBACK }],
      });
      await off.slack.settled();
      expect(off.slack.calls.filter(({ method }) => method === 'chat.unfurl')).toEqual([]);
    } finally {
      await off.stop();
    }
  });
});
