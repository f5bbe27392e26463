import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/outbox/clock.js';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const page = (title: string, fields: string) =>
  `---\ntitle: ${title}\nsummary: What ${title} are.\n${fields}---\n## Care\n\nHow to keep ${title.toLowerCase()} all year.\n`;

const NOW = Date.parse('2026-11-30T09:00:00Z');

let workspace: TestWorkspace;
const ada = () => workspace.slack.workspace.as('ada');

beforeAll(async () => {
  const guide = await guideOf({
    'zebras.md': page('Zebras', 'updated: 2025-09-30\nreview_in: 6 months\n'),
    'otters.md': page('Otters', 'updated: 2026-06-01\nreview_in: 6 months\n'),
    'newts.md': page('Newts', 'updated: 2015-01-01\n'),
    'moles.md': page('Moles', 'review_in: 30d\n'),
    'okapis.md': page('Okapis', 'updated: last year\nreview_in: 30d\n'),
  });
  guide.lastChanges?.set('moles.md', '2026-09-01');
  workspace = await startWorkspace(guide, { clock: { ...systemClock, now: () => NOW } });
});
afterAll(() => workspace.stop());

afterEach(async () => {
  while (ada().hasDialog) await ada().dialog().close({ all: true });
});

const ask = (question: string) => ada().in('#general').command(`/guide ${question}`);

async function read(question: string): Promise<string> {
  await (await ask(question)).press('Read the page');
  await workspace.slack.settled();
  return ada().dialog().plainText();
}

describe('the age of a page', () => {
  it('is said in plain words on the card of a page that is past the day on which it is to be checked', async () => {
    const text = (await ask('how to keep zebras all year')).plainText();
    expect(text).toContain('How to keep zebras all year');
    expect(text).toMatch(/^Last checked 14 months ago$/m);
  });

  it('is said when somebody reads the page, in place of the date', async () => {
    expect(await read('zebras')).toContain('Last checked 14 months ago');
    await ada().dialog().close();
    const other = await read('otters');
    expect(other).toContain('Updated 2026-06-01');
    expect(other).not.toContain('Last checked');
  });

  it('is said on a card that everyone sees', async () => {
    const card = await ask('zebras');
    await card.choose({ actionId: 'menu:choose' }, 'Share…');
    await workspace.slack.settled();
    await ada().dialog().submit();
    await workspace.slack.settled();
    const messages = ada().in('#general').messages();
    const [shared] = messages.filter(({ visibleTo }) => visibleTo === undefined);
    expect(shared?.plainText()).toContain('Shared by');
    expect(shared?.plainText()).toContain('Last checked 14 months ago');
  });

  it('of a page without a date is that of its last commit', async () => {
    expect((await ask('moles')).plainText()).toContain('Last changed 2 months ago');
  });

  it.each(['otters', 'newts', 'okapis'])(
    'is not said of a page that is not due, or of which nobody knows: %s',
    async (slug) => {
      const text = (await ask(slug)).plainText();
      expect(text.toLowerCase()).toContain(slug);
      expect(text).not.toMatch(/Last (?:checked|changed)| ago/);
    },
  );
});
