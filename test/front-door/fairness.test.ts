import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { itLong } from '../long-tests.js';
import { signed } from '../process/sign.js';
import { startSite, type TestSite } from './start-site.js';

const [LOUD, QUIET] = ['T0FIRST001', 'T0SECOND02'];

let site: TestSite;
beforeAll(async () => {
  site = await startSite({ rateLimitPerMinute: 8 });
  for (const id of [LOUD, QUIET]) await site.install(id);
});
afterAll(() => site.stop());

function place(id: string) {
  return site.slack.in(id).workspace.as('ada').in('#deployments');
}
function posted(id: string): PostedMessage | undefined {
  return place(id)
    .messages()
    .filter(({ visibleTo }) => visibleTo === undefined)
    .at(-1);
}
async function post(id: string): Promise<void> {
  const preview = await place(id).command('/guide checklist going live');
  await preview.press('Post to this channel');
  await site.slack.in(id).until(() => posted(id) !== undefined, { what: 'the posting' });
}
async function tick(id: string, shows: string): Promise<void> {
  await posted(id)?.press({ label: 'Done', nth: 0 });
  await site.slack.in(id).until(() => posted(id)?.plainText().includes(shows) === true, {
    what: `“${shows}” in ${id}`,
  });
}

describe('one workspace', () => {
  itLong('is answered while another sends a flood of commands, most of which are refused', async () => {
    const url = `${site.urlOf(site.apps[0] as (typeof site.apps)[0])}/slack/events`;
    const command = async (team: string, person: number, text: string) => {
      const fields = { command: '/guide', text, team_id: team, channel_id: 'C1', user_id: `U${person}` };
      const body = new URLSearchParams(fields).toString();
      const response = await fetch(url, { method: 'POST', ...signed(site.signingSecret, body) });
      return { status: response.status, text: await response.text() };
    };
    const started = Date.now();
    const answers: { status: number; text: string }[] = [];
    // A platform's router sends them over a few hundred connections, not one connection each.
    const flood = Array.from({ length: 300 }, async (_, connection) => {
      for (let each = 0; each < 2; each++) {
        answers.push(await command(LOUD, connection * 2 + each, 'what must be true on launch day?'));
      }
    });
    const reply = await command(QUIET, 1, 'going live');
    expect(answers.length).toBeLessThan(600);
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('What must be true on launch day.');
    await Promise.all(flood);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = answers.filter(({ text }) => text.includes('Your workspace is sending requests too fast'));
    const answered = answers.filter(({ text }) => text.includes('Going live'));
    expect(answered.length + refused.length).toBe(answers.length);
    // The workspace may send 80 at once and 13 a second.
    const seconds = (Date.now() - started) / 1_000;
    expect(answered.length).toBeLessThanOrEqual(80 + 14 * seconds);
  });

  itLong('has its checklist updated while the Web API of another does not answer', async () => {
    // The flood above used up the rate limit of the whole workspace.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    for (const id of [LOUD, QUIET]) await post(id);
    site.slack.in(LOUD).faults.every('*', { delayMs: 60_000 });
    await posted(LOUD)?.press({ label: 'Done', nth: 0 });
    const hanging = () =>
      site.slack
        .in(LOUD)
        .journal.some((entry) => entry.kind === 'api' && entry.method === 'chat.update' && entry.status === undefined);
    await site.slack.in(LOUD).until(hanging, { what: 'the update that hangs' });
    await tick(QUIET, '1 of 2');
    await tick(QUIET, '2 of 2');
    expect(hanging()).toBe(true);
    expect(posted(LOUD)?.plainText()).toContain('0 of 2');
    site.slack.in(LOUD).faults.off();
  });

  itLong('has its checklist updated while Slack rate limits another', async () => {
    site.slack.in(LOUD).faults.every('chat.update', { error: 'ratelimited', retryAfter: 60 });
    await posted(LOUD)?.press({ label: 'Done', nth: 0 });
    await posted(QUIET)?.press({ label: 'Reopen', nth: 0 });
    await site.slack.in(QUIET).until(() => posted(QUIET)?.plainText().includes('1 of 2') === true);
  });
});
