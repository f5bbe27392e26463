import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blockKitBuilderUrl, copyAsCurl, type JournalEntry } from '../src/index.js';
import { type FakeApp, section, startFakeApp } from './fake-app.js';

let app: FakeApp;
beforeEach(async () => {
  app = await startFakeApp();
});
afterEach(() => app.stop());

/** The arguments of the program that the shell would start. */
function words(line: string): string[] {
  return spawnSync('sh', ['-c', line.replace(/^curl/, "printf '%s\\0'")], { encoding: 'utf8' })
    .stdout.split('\0')
    .slice(0, -1);
}

function entry(part: Partial<JournalEntry>): JournalEntry {
  return {
    kind: 'api',
    id: 1,
    at: 0,
    transport: 'http',
    url: 'http://127.0.0.1:1/api/api.test',
    headers: {},
    body: '',
    method: 'api.test',
    args: {},
    ...(part as object),
  };
}

describe('an entry of the journal', () => {
  it('contains what was sent in both directions, byte for byte', async () => {
    app.on['/guide'] = () => ({ body: { text: 'card' }, headers: { 'x-answered-by': 'the app' } });
    await app.slack.workspace.as('asker').in('#general').command('/guide paas');
    await app.api('chat.postMessage', { channel: 'C0DEPLOY02', text: 'x' });
    const [command, call] = app.slack.journal;
    expect(command).toMatchObject({
      kind: 'request',
      transport: 'http',
      url: expect.stringContaining('/slack/events'),
      headers: { 'x-slack-signature': expect.stringMatching(/^v0=/) },
      body: expect.stringContaining('command=%2Fguide'),
      replyHeaders: { 'x-answered-by': 'the app' },
      replyBody: '{"text":"card"}',
      durationMs: expect.any(Number),
    });
    expect(call).toMatchObject({
      url: `${app.slack.apiUrl}chat.postMessage`,
      headers: { authorization: 'Bearer xoxb-simulated' },
      body: 'channel=C0DEPLOY02&text=x',
      replyBody: expect.stringMatching(/^\{"ok":true/),
      replyHeaders: { 'content-type': 'application/json; charset=utf-8' },
    });
  });

  it('can be sent again from a shell, with its signature', async () => {
    let heard = 0;
    app.on['/guide'] = () => {
      heard += 1;
      return { body: 'again' };
    };
    await app.slack.workspace.as('asker').in('#general').command("/guide what's up");
    const [request] = app.slack.requests;
    const [url, ...rest] = words(copyAsCurl(request as JournalEntry) ?? '').slice(1);
    const headers = rest.flatMap((word, at) => (rest[at - 1] === '-H' ? [word.split(': ') as [string, string]] : []));
    const reply = await fetch(url ?? '', { method: 'POST', headers, body: rest.at(-1) ?? '' });
    expect(await reply.text()).toBe('again');
    expect({ heard, badSignatures: app.badSignatures }).toEqual({ heard: 2, badSignatures: 0 });
  });

  it('is quoted correctly for the shell, whatever it contains', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('\0')),
        (body) => {
          expect(words(copyAsCurl(entry({ body })) ?? '').at(-1)).toBe(body);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('of Socket Mode has no curl command', () => {
    expect(copyAsCurl(entry({ transport: 'socket' }))).toBeUndefined();
  });
});

describe("the link to Slack's Block Kit Builder", () => {
  const opened = (url: string): unknown => JSON.parse(decodeURIComponent(url.split('#')[1] ?? ''));

  it("contains a message's blocks", () => {
    const blocks = [section('50 % off & “more” <https://e.com|here> #1')];
    const url = blockKitBuilderUrl(blocks);
    expect(url.startsWith('https://app.slack.com/block-kit-builder/#%7B')).toBe(true);
    expect(opened(url)).toEqual({ blocks });
  });

  it('contains a view without the fields that Slack adds', () => {
    const title = { type: 'plain_text', text: 'Find' };
    const view = { id: 'V1', hash: '1.h', state: {}, type: 'modal', title, submit: null, blocks: [section('x')] };
    expect(opened(blockKitBuilderUrl(view))).toEqual({ type: 'modal', title, blocks: [section('x')] });
  });
});
