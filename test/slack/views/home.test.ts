import { checkView } from '@guidepost/slack-simulator';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ActionsBlock, HomeView, SectionBlock } from '@slack/types';
import fc from 'fast-check';
import { listTopics } from '../../../src/answer/topics.js';
import type { Guide } from '../../../src/guide/page.js';
import { decodeValue } from '../../../src/slack/block-kit/action-value.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { type Home, homeView, LED_RUNS } from '../../../src/slack/views/home.js';
import { topicsMessage } from '../../../src/slack/views/topics.js';
import { guideOf } from '../../builders/guide-of.js';
import { runs } from '../../every-case.js';
import { conditions, postedRun } from './a-posted-run.js';
import { overflowing } from './overflowing-guide.js';
import { viewViolations } from './violations.js';

const look = {
  pageUrl: createPageUrl(undefined),
  newId: () => 'id',
  command: '/guide',
  messageUrl: (channel: string, ts: string) => `https://acme.slack.com/archives/${channel}/p${ts}`,
};
const empty = { examples: [], lately: [] };
const nothing = { all: { runs: [], more: 0 }, led: { runs: [], more: 0 } };
function draw(home: Home) {
  return homeView(home, look);
}
/** What a block says. */
function labelsOf(block: HomeView['blocks'][number]): string {
  if (block.type === 'actions') {
    return (block as ActionsBlock).elements.map((element) => ('text' in element ? element.text.text : '')).join(', ');
  }
  const { text } = block as Partial<SectionBlock>;
  return text?.text ?? '';
}

function expectSendable(view: ReturnType<typeof draw>): void {
  expect(viewViolations(view)).toEqual([]);
  expect(checkView(JSON.parse(JSON.stringify(view)), 'home')).toEqual([]);
  // Only mrkdwn can mention people; a label is plain text.
  const read = JSON.stringify(view, (name, value) => (name === 'accessibility_label' ? undefined : value));
  expect(read).not.toMatch(/<!(channel|here|everyone)|<@/);
}

describe('the view of Home', () => {
  let guide: Guide;
  beforeAll(async () => {
    guide = await guideOf(overflowing);
  });

  it('stays within Slack’s limits, whatever the guide and the checklists contain', () => {
    const pages = fc.array(fc.integer({ min: 0, max: guide.pages.length - 1 }), { maxLength: 300 });
    const anyRuns = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...conditions), fc.string({ maxLength: 300 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        pages,
        anyRuns,
        fc.nat(),
        fc.stringMatching(/^[CDG][A-Z0-9]{1,10}$/),
        (chosen, posted, more, channel) => {
          const withChecklists = guide.pages.filter(({ checklists }) => checklists.length > 0);
          const own = posted.flatMap(([n, condition, name]) => {
            const page = withChecklists[n % withChecklists.length];
            const run = page && postedRun(page, condition, name);
            return run ? [{ ...run, channel }] : [];
          });
          const led = own.filter((_, n) => n % 3 === 0);
          const shown = {
            all: { runs: own, more },
            led: { runs: led.slice(0, LED_RUNS), more: Math.max(0, led.length - LED_RUNS) },
          };
          const topics = listTopics(chosen.flatMap((n) => guide.pages[n] ?? []));
          const examples = guide.questions.slice(0, 3).map(({ question }) => question);
          const home = { topics, runs: shown, examples, lately: guide.pages.slice(0, more % 6), person: 'U03' };
          const view = draw(home);
          expectSendable(view);
          // Every button has a valid value.
          for (const [, value = '""'] of JSON.stringify(view).matchAll(/"value":("(?:[^"\\]|\\.)*")/g))
            expect(decodeValue(JSON.parse(value))).toBeDefined();
        },
      ),
      runs(60),
    );
  });

  it('stays within Slack’s limits, whatever the groups are called', () => {
    const path = fc.array(fc.oneof(fc.string({ maxLength: 200 }), fc.constantFrom('A', 'B', '<!channel>')), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 200 }), (paths) => {
        const [first] = guide.pages;
        if (first === undefined) throw new Error('no page');
        const pages = paths.map((group, n) => ({ ...first, slug: `page-${n}`, ...(group.length > 0 && { group }) }));
        const view = draw({ topics: listTopics(pages), runs: nothing, ...empty, person: 'U03' });
        expectSendable(view);
        expect(JSON.stringify(view).match(/"action_id":"page:open["#]/g)?.length ?? 0).toBeLessThanOrEqual(50);
      }),
      runs(60),
    );
  });

  it('says how many topics it leaves out, and links to all of them', async () => {
    const many = await guideOf(
      Object.fromEntries(Array.from({ length: 63 }, (_, n) => [`page-${n}.md`, `# Topic ${n}\n\nText.\n`])),
    );
    const text = JSON.stringify(draw({ topics: listTopics(many.pages), runs: nothing, ...empty, person: 'U1' }));
    expect(text).toContain('and 13 more');
    expect(text).toContain('All 63 topics');
    expect(text.match(/"action_id":"page:open["#]/g)).toHaveLength(50);
  });

  it('shows the pages under the headings of their groups', async () => {
    const { pages } = await guideOf({
      'index.md': '# Welcome',
      ...Object.fromEntries(
        ['Deploy', 'Watch'].flatMap((name) => [1, 2].map((n) => [`${name}/p-${n}.md`, `# ${name} ${n}`])),
      ),
    });
    const view = draw({ topics: listTopics(pages), runs: nothing, ...empty, person: 'U1' });
    expectSendable(view);
    const shown = view.blocks.slice(view.blocks.findIndex((block) => JSON.stringify(block).includes('"Topics"')));
    expect(shown.map(labelsOf)).toEqual([
      'Topics',
      'Welcome',
      '*Deploy*',
      'Deploy 1, Deploy 2',
      '*Watch*',
      'Watch 1, Watch 2',
      'All 5 topics, with summaries, Checklists in the guide',
    ]);
  });

  it('shows the first pages of each group of a large guide, and leads to the others', async () => {
    const { pages } = await guideOf(
      Object.fromEntries(
        Array.from({ length: 80 }, (_, n) => [`part-${n % 4}/page-${n}.md`, `# Topic ${n}\n\nText.\n`]),
      ),
    );
    const topics = listTopics(pages);
    const view = draw({ topics, runs: nothing, ...empty, person: 'U1' });
    expectSendable(view);
    const text = JSON.stringify(view);
    expect(text.match(/"action_id":"page:open["#]/g)).toHaveLength(48);
    const [, , third] = view.blocks
      .flatMap((block) => ('accessory' in block && block.accessory ? [block.accessory] : []))
      .slice(1);
    expect(third).toMatchObject({
      type: 'button',
      text: { text: 'All 20' },
      accessibility_label: 'All pages of Part 2',
    });
    const action = decodeValue(third && 'value' in third ? third.value : '');
    expect(action).toMatchObject({ do: 'list:open', what: 'topics' });
    const part = action?.do === 'list:open' ? action.part : 0;
    expect(JSON.stringify(topicsMessage(topics, part))).toContain('"text":"Part 2"');
  });

  it('has a text for an empty guide, and for checklists that cannot be loaded', () => {
    const view = draw({ topics: listTopics([]), runs: 'unreadable', ...empty, person: 'U1' });
    expectSendable(view);
    expect(JSON.stringify(view)).toContain('The guide is not loaded yet.');
    expect(JSON.stringify(view)).toContain("can't load your checklists");
  });
});
