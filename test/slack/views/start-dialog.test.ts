import { checkMessage, checkView } from '@guidepost/slack-simulator';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import type { Checklist, ChecklistItem, Guide, Page, Variable } from '../../../src/guide/page.js';
import { decodeValue } from '../../../src/slack/block-kit/action-value.js';
import { decodeDialog } from '../../../src/slack/block-kit/dialog-state.js';
import { checklistPreview } from '../../../src/slack/views/checklist-preview.js';
import { keptItems, startDialog } from '../../../src/slack/views/start-dialog.js';
import { guideOf } from '../../builders/guide-of.js';
import { shippedGuide } from '../../builders/shipped-guide.js';
import { few, runs } from '../../every-case.js';
import { overflowing } from './overflowing-guide.js';
import { partsOf } from './parts-of.js';
import { messageViolations, viewViolations } from './violations.js';

const place = { channel: 'C1', thread: '1763640000.000100', replyTo: `https://hooks.slack.com/${'a'.repeat(120)}` };
const context = {
  pageUrl: () => undefined,
  command: '/guide',
  newId: () => '9f6c8d1e-0000-4000-8000-000000000000',
  messageUrl: () => undefined,
};
const planned = { person: 'U1', revision: 'r'.repeat(64), run: context.newId() };

const text = fc.string({ unit: fc.constantFrom('a', ' ', '<', '&', '*', '"', '😀', '{{x}}'), maxLength: 200 });
const variable: fc.Arbitrary<Variable> = fc.record(
  {
    name: fc.stringMatching(/^[a-z][a-z_-]{0,39}$/),
    required: fc.boolean(),
    pattern: fc.constantFrom('^\\d', '(a+)+$', '^[a-z0-9-]+$', '['),
    choices: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 75 }), { minLength: 1, maxLength: 100 }),
    default: fc.string({ maxLength: 100 }),
  },
  { requiredKeys: ['name', 'required'] },
);
const checklist: fc.Arbitrary<Checklist> = fc
  .record({
    title: text,
    phaseCount: fc.nat(60),
    titles: fc.array(text, { minLength: 1, maxLength: 400 }),
    variables: fc.uniqueArray(variable, { maxLength: 20, selector: ({ name }) => name }),
    roles: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 80 }), { maxLength: 30 }),
    struck: fc.array(text, { maxLength: 10 }),
  })
  .map(({ phaseCount, titles, ...rest }): Checklist => {
    const phases = Array.from({ length: phaseCount }, (_, n) => ({
      id: `p${n}`,
      title: titles[n % titles.length] ?? '',
    }));
    const items = titles.map(
      (title, n): ChecklistItem => ({
        id: `i${n}`,
        title,
        titleContent: [{ type: 'text', value: title }],
        detail: [{ type: 'paragraph', children: [{ type: 'text', value: title }] }],
        ...(phaseCount > 0 && n % 7 > 0 && { phase: `p${n % phaseCount}` }),
        rules: { ...(n % 3 === 0 && { role: title }), ...(n % 4 === 0 && { evidence: 'url' as const }) },
      }),
    );
    return { id: 'x'.repeat(40), phases, items, managedByAnyone: false, ...rest };
  });

function pageOf(list: Checklist): Page {
  return {
    slug: 'a'.repeat(80),
    title: 'Page',
    summary: '',
    order: 1,
    aliases: [],
    keywords: [],
    sections: [],
    nextSteps: [],
    checklists: [list],
    sources: [],
    file: 'a.md',
  };
}

function boxesOf(blocks: readonly KnownBlock[]): number {
  return blocks.reduce(
    (sum, block) =>
      block.type === 'input' && block.element.type === 'checkboxes' ? sum + block.element.options.length : sum,
    0,
  );
}

describe.each<[string, () => Promise<Guide>]>([
  ['the guide that ships', shippedGuide],
  ['a guide that overflows every limit', () => guideOf(overflowing)],
])('checklists of %s', (_, load) => {
  let guide: Guide;
  beforeAll(async () => {
    guide = await load();
  });

  it('can be posted with options, each item of which has a box', () => {
    for (const page of guide.pages) {
      for (const list of page.checklists) {
        const view = startDialog(page, list, { ...planned, place, name: '<x> '.repeat(20) });
        expect(checkView(JSON.parse(JSON.stringify(view)), 'modal')).toEqual([]);
        expect(boxesOf(view.blocks as KnownBlock[])).toBe(list.items.length);
        expect(decodeDialog(view.private_metadata ?? '')).toMatchObject({ dialog: 'start', slug: page.slug, place });
      }
    }
  });
});

describe(`any checklist${few}`, () => {
  it('has a dialog within Slack’s limits, with a field for each variable, and says which items have no box', () => {
    fc.assert(
      fc.property(checklist, fc.dictionary(fc.string(), fc.string()), (list, values) => {
        const named = Object.fromEntries(list.variables.map(({ name }, n) => [name, Object.values(values)[n] ?? '']));
        const view = startDialog(pageOf(list), list, { ...planned, place, values: named });
        expect(viewViolations(view)).toEqual([]);
        expect(checkView(JSON.parse(JSON.stringify(view)), 'modal')).toEqual([]);
        const { beyond, groups } = keptItems(list);
        expect(boxesOf(view.blocks as KnownBlock[])).toBe(list.items.length - beyond);
        expect(new Set(groups.flatMap(({ items }) => items.map(({ place: at }) => at))).size).toBe(
          list.items.length - beyond,
        );
        const fields = (view.blocks as KnownBlock[]).flatMap(({ block_id = '' }) => block_id);
        for (const index of list.variables.keys()) expect(fields).toContain(`variable-${index}`);
      }),
      runs(60),
    );
  });

  it('has a preview within Slack’s limits, whatever was typed, whose buttons remember it or ask', () => {
    const typed = fc.record({
      name: fc.string({ maxLength: 80 }),
      values: fc.dictionary(fc.stringMatching(/^[a-z_]{1,40}$/), fc.string({ maxLength: 400 }), { maxKeys: 30 }),
    });
    fc.assert(
      fc.property(checklist, typed, fc.nat(20), (list, { name, values }, known) => {
        // Some of what was typed is for variables of this list.
        const given = Object.fromEntries(
          Object.entries(values).map(([key, value], n) => [n < known ? (list.variables[n]?.name ?? key) : key, value]),
        );
        const page = pageOf(list);
        const answer = { kind: 'checklist' as const, page, checklist: list, name, values: given };
        const parts = partsOf((part) => checklistPreview(answer, { ...context, thread: place.thread }, part));
        for (const message of parts) {
          expect(messageViolations(message)).toEqual([]);
          expect(checkMessage(message)).toBeUndefined();
          const actions = [...JSON.stringify(message.blocks).matchAll(/"value":("(?:[^"\\]|\\.)*")/g)].map(
            ([, value = '""']) => decodeValue(JSON.parse(value)),
          );
          expect(actions).not.toContain(undefined);
          for (const action of actions) if (action?.do === 'checklist:post') expect(action.values ?? {}).toEqual(given);
        }
      }),
      runs(60),
    );
  });
});
