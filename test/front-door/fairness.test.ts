import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PostedMessage } from '../../src/simulated-slack/users/workspace.js';
import { signed } from '../process/sign.js';
import { startSite, type TestSite } from './start-site.js';

jest.setTimeout(90_000);

const [LOUD, QUIET] = ['T0FIRST001', 'T0SECOND02'];

let site: TestSite;
beforeAll(async () => {
  site = await startSite({ rateLimitPerMinute: 20 });
  for (const id of [LOUD, QUIET]) await site.install(id);
}, 60_000);
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
  await site.slack.in(id).until(() => posted(id) !== undefined, { withinMs: 10_000, what: 'the posting' });
}
async function tick(id: string, shows: string): Promise<void> {
  await posted(id)?.press({ label: 'Done', nth: 0 });
  await site.slack.in(id).until(() => posted(id)?.plainText().includes(shows) === true, {
    withinMs: 10_000,
    what: `“${shows}” in ${id}`,
  });
}

describe('one workspace', () => {
  it('is answered within Slack’s three seconds while another sends a flood of commands', async () => {
    const url = `${site.urlOf(site.apps[0] as (typeof site.apps)[0])}/slack/events`;
    const command = (person: number) =>
      signed(
        site.signingSecret,
        new URLSearchParams({
          command: '/guide',
          text: 'what must be true on launch day?',
          team_id: LOUD,
          channel_id: 'C1',
          user_id: `U${person}`,
        }).toString(),
      );
    // A platform's router sends them over a few hundred connections, not each by one of its own.
    const send = async (each: number) => {
      const response = await fetch(url, { method: 'POST', ...command(each) });
      return { status: response.status, text: await response.text() };
    };
    const flood = Array.from({ length: 300 }, async (_, lane) => {
      const answers = [];
      for (let each = 0; each < 5; each++) answers.push(await send(lane * 5 + each));
      return answers;
    });
    const reply = await place(QUIET).command('/guide going live');
    expect(reply.outcome).toEqual({ kind: 'ok' });
    expect(reply.plainText()).toContain('What must be true on launch day.');
    const answers = (await Promise.all(flood)).flat();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const isTold = ({ text }: { text: string }) =>
      text.includes('Going live') || text.includes('Your workspace asks for more than I can take');
    expect(answers.filter((answer) => !isTold(answer))).toEqual([]);
    const refused = answers.filter(({ text }) => text.includes('Your workspace asks for more than I can take'));
    // 200 are taken at once and 33 a second: however slow the machine is, most are refused.
    expect(refused.length).toBeGreaterThan(200);
  });

  it('has its checklist redrawn while the Web API of another does not answer', async () => {
    // The flood of before has used up what the whole workspace may ask for.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    for (const id of [LOUD, QUIET]) await post(id);
    site.slack.in(LOUD).faults.every('*', { delayMs: 60_000 });
    await posted(LOUD)?.press({ label: 'Done', nth: 0 });
    const hanging = () =>
      site.slack
        .in(LOUD)
        .journal.some((entry) => entry.kind === 'api' && entry.method === 'chat.update' && entry.status === undefined);
    await site.slack.in(LOUD).until(hanging, { withinMs: 10_000, what: 'the redraw that hangs' });
    await tick(QUIET, '1 of 2');
    await tick(QUIET, '2 of 2');
    expect(hanging()).toBe(true);
    expect(posted(LOUD)?.plainText()).toContain('0 of 2');
    site.slack.in(LOUD).faults.off();
  });

  it('has its checklist redrawn while Slack tells another to wait', async () => {
    site.slack.in(LOUD).faults.every('chat.update', { error: 'ratelimited', retryAfter: 60 });
    await posted(LOUD)?.press({ label: 'Done', nth: 0 });
    await posted(QUIET)?.press({ label: 'Reopen', nth: 0 });
    await site.slack
      .in(QUIET)
      .until(() => posted(QUIET)?.plainText().includes('1 of 2') === true, { withinMs: 10_000 });
  });
});
