import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { itLong } from '../long-tests.js';
import { folderOf, runInProcess } from './run-in-process.js';

const guide = {
  'content/a.md': '# A\n\nA sentence that says what A is about.\n\n## More\n\nSee [b](b.md).\n\n## Empty\n',
  'content/b.md': '# B\n\nA sentence about B, and [a](a.md).\n',
};

let slack: SimulatedSlack;
const servers: Server[] = [];
beforeAll(async () => {
  slack = await startSimulatedSlack({ signingSecret: 'secret', botToken: 'xoxb-planted' });
});
afterAll(() => slack.stop());
afterEach(() => {
  slack.faults.off();
  for (const server of servers.splice(0)) server.close();
});

async function check(env: Record<string, string>, files: Record<string, string> = guide) {
  const { code, out, err } = await runInProcess(['check', '--slack'], { cwd: await folderOf(files), env });
  expect(out + err).not.toContain('planted');
  return { code, lines: out.trimEnd().split('\n') };
}

/** Slack's address for a test in which it answers every call alike. */
async function slackThatSays(reply: object): Promise<string> {
  const server = createServer((_, response) => response.end(JSON.stringify(reply)));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

describe('asking Slack about the cards', () => {
  it('asks about the card of each page and of each section with a text', async () => {
    const before = slack.calls.length;
    expect(await check({ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: 'xoxb-planted' })).toEqual({
      code: 0,
      lines: ['Slack was asked about 5 cards, and refuses none', '2 pages: no errors, no warnings'],
    });
    const asked = slack.calls.slice(before);
    expect(asked.map(({ method }) => method)).toEqual(Array.from({ length: 5 }, () => 'blocks.validate'));
    expect(JSON.stringify(asked[0]?.args)).toContain('A sentence that says what A is about.');
  });

  itLong('works without a token where Slack needs none, and waits when Slack says so', async () => {
    slack.faults.next('blocks.validate', { error: 'ratelimited', retryAfter: 0 });
    slack.faults.next('blocks.validate', { error: 'ratelimited', retryAfter: null });
    const { lines } = await check({ SLACK_API_URL: slack.apiUrl });
    expect(lines[0]).toBe('Slack was asked about 5 cards, and refuses none');
  });

  it('tells what Slack refuses as an error, which the rules of the team may change', async () => {
    const errors = [
      { code: 'failed_constraint', message: 'must be less than 3001 characters', pointer: '/1/text/text' },
    ];
    const env = { SLACK_API_URL: await slackThatSays({ ok: false, error: 'invalid_blocks', errors }) };
    const { code, lines } = await check(env);
    expect(code).toBe(1);
    expect(lines[0]).toBe(
      'content/a.md: error: Slack refuses its card: must be less than 3001 characters at /1/text/text. Simplify what it shows. Guidepost should never make such a card, so please report it. (and 3 more: a.md, b.md, b.md) [slack-refuses]',
    );
    expect(lines.filter((line) => line.includes('the card of "More"'))).toHaveLength(1);
    expect(lines.slice(-2)).toEqual(['Slack was asked about 5 cards, and refuses 5', '2 pages: 5 errors, no warnings']);
    const off = await check(env, { ...guide, 'content/guidepost.yml': 'rules: {slack-refuses: off}' });
    expect(off.lines.at(-1)).toBe('2 pages: no errors, no warnings');
  });

  it.each([
    ['not_authed', {}, 'it wants a token. Set SLACK_BOT_TOKEN'],
    [
      'token_revoked',
      { SLACK_BOT_TOKEN: 'xoxb-planted' },
      'it refuses SLACK_BOT_TOKEN (token_revoked). guidepost doctor says more',
    ],
    ['unknown_method', {}, 'it does not check cards here (unknown_method)'],
  ])('says why it was not asked: %s', async (error, env, reason) => {
    const apiUrl = await slackThatSays({ ok: false, error });
    expect(await check({ SLACK_API_URL: apiUrl, ...env })).toEqual({
      code: 0,
      lines: [`Slack was asked about 0 of 5 cards: ${reason}`, '2 pages: no errors, no warnings'],
    });
  });

  it('says that Slack cannot be reached, and reports the rest', async () => {
    const gone = await slackThatSays({});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const { code, lines } = await check({ SLACK_API_URL: gone });
    expect(code).toBe(0);
    expect(lines).toEqual([
      'Slack was asked about 0 of 5 cards: it cannot be reached (ECONNREFUSED)',
      '2 pages: no errors, no warnings',
    ]);
  });
});
