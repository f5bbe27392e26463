import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/outbox/clock.js';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

/** A Monday, ten o'clock. */
const NOW = Date.parse('2026-11-30T10:00:00Z');

const page = (title: string, ...lines: string[]) =>
  `---\ntitle: ${title}\nsummary: What ${title} are.\nreview_in: 6 months\n${lines.join('\n')}\n---\n## Care\n\nHow to keep ${title.toLowerCase()} all year.\n`;

let workspace: TestWorkspace;
const ada = () => workspace.slack.workspace.as('ada');
const direct = (): PostedMessage[] => ada().in('@guidepost').messages();

async function start(files: Readonly<Record<string, string>>): Promise<void> {
  workspace = await startWorkspace(await guideOf(files), { clock: { ...systemClock, now: () => NOW } });
}

beforeEach(async () => {
  await start({
    'zebras.md': page('Zebras', 'updated: 2025-09-30', 'owner: U0ADA00001'),
    'otters.md': page('Otters', 'updated: 2025-10-30', 'owner: C0DEPLOY02'),
    'newts.md': page('Newts', 'updated: 2026-11-01', 'owner: U0ADA00001'),
    'moles.md': page('Moles', 'updated: 2020-01-01'),
  });
  await workspace.slack.until(() => direct().length > 0 && channel().length > 0, { what: 'the questions' });
});
afterEach(() => workspace.stop());

const channel = () =>
  ada()
    .in('#deployments')
    .messages()
    .filter((message) => message.plainText().includes('still right'));

describe('the owner of a page', () => {
  it('is asked once whether it is still right: a person in private, a channel where all see it', async () => {
    const [question, ...others] = direct();
    expect(others).toEqual([]);
    expect(question?.plainText()).toContain('Zebras: last checked 14 months ago, on 2025-09-30.');
    expect(question?.plainText()).toContain(
      'If it is not, correct zebras.md and write updated: "2026-11-30" at its top.',
    );
    expect(question?.buttons()).toEqual(['Open', 'Still right', 'Remind me in a month']);
    expect(channel().map((message) => message.plainText())).toEqual([expect.stringContaining('Otters')]);
    // Neither a restart nor time makes another one.
    await workspace.restartApp();
    await workspace.slack.settled();
    expect([direct().length, channel().length]).toEqual([1, 1]);
  });

  it('opens the page from the message', async () => {
    await direct()[0]?.press('Open');
    await workspace.slack.settled();
    expect(ada().dialog().plainText()).toContain('How to keep zebras all year');
    await ada().dialog().close();
  });

  it('says that it is right: it counts as checked today, on its card too, and the message has the line to commit', async () => {
    const card = async () => (await ada().in('#general').command('/guide zebras')).plainText();
    expect(await card()).toContain('Last checked 14 months ago');
    const [question] = direct();
    await question?.press('Still right');
    await workspace.slack.settled();
    expect(question?.plainText()).toContain('Zebras is still right, says ada. It counts as checked on 2026-11-30.');
    expect(question?.plainText()).toContain(
      'To keep that with the page, write updated: "2026-11-30" at the top of zebras.md.',
    );
    expect(question?.buttons()).toEqual(['Open']);
    expect(await card()).not.toContain('Last checked');
    await workspace.restartApp();
    // The new process has read it from the database within its first look.
    let text = await card();
    while (text.includes('Last checked')) text = await card();
    const rows = workspace.withDatabase((database) =>
      database.prepare("select slug, reviewed_on, reviewed_by from page_reviews where slug = 'zebras'").all(),
    );
    expect(rows).toEqual([{ slug: 'zebras', reviewed_on: '2026-11-30', reviewed_by: ada().person.id }]);
  });

  it('puts it off for a month, and can still say that it is right', async () => {
    const [question] = direct();
    await question?.press('Remind me in a month');
    await workspace.slack.settled();
    expect(question?.plainText()).toContain('Zebras: you will be asked again after 2026-12-30.');
    await question?.press('Still right');
    await workspace.slack.settled();
    expect(question?.plainText()).toContain('Zebras is still right');
  });

  it('may be a channel, where somebody else answers', async () => {
    const [question] = channel();
    await question?.as('ben').press('Still right');
    await workspace.slack.settled();
    expect(question?.plainText()).toContain('Otters is still right, says ben');
  });
});
