import { checkMessage, checkView } from '@guidepost/slack-simulator';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { KnownBlock, ModalView } from '@slack/types';
import fc from 'fast-check';
import { exportCsv } from '../../../src/checklist/csv.js';
import { exportMarkdown, exportRun } from '../../../src/checklist/export.js';
import type { Run, RunEvent, RunItem } from '../../../src/checklist/run.js';
import type { Guide } from '../../../src/guide/page.js';
import { parseMarkdown } from '../../../src/guide/parse/markdown.js';
import { walkTree } from '../../../src/guide/parse/tree.js';
import { inlineText, plainText } from '../../../src/guide/text.js';
import { decodeValue } from '../../../src/slack/block-kit/action-value.js';
import type { Message } from '../../../src/slack/block-kit/blocks.js';
import { decodeDialog } from '../../../src/slack/block-kit/dialog-state.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { copyDialog, historyDialog } from '../../../src/slack/views/checklist-dialogs.js';
import { runMessage } from '../../../src/slack/views/checklist-message.js';
import {
  assignedMessage,
  completionLine,
  movedMessage,
  overdueMessage,
} from '../../../src/slack/views/checklist-notifications.js';
import { itemDialog } from '../../../src/slack/views/item-dialog.js';
import { manageDialog } from '../../../src/slack/views/manage-dialog.js';
import { showAllDialog } from '../../../src/slack/views/show-all.js';
import { guideOf } from '../../builders/guide-of.js';
import { shippedGuide } from '../../builders/shipped-guide.js';
import { everyCase, few } from '../../every-case.js';
import { itLong } from '../../long-tests.js';
import { ada, conditions, postedAt, postedRun } from './a-posted-run.js';
import { overflowing } from './overflowing-guide.js';
import { messageViolations } from './violations.js';

const pageUrl = createPageUrl(`https://example.com/${'docs/'.repeat(8)}{slug}.html`);
const url = 'https://acme.slack.com/archives/C1/p1763640000000100';
const name = `shop-api <2.4> & ${'more '.repeat(20)}`;

/** Checks both tables of limits: the app's own, and the one in the simulator, which follows Slack's documentation. */
function expectMessage(message: Message): void {
  expect(messageViolations(message)).toEqual([]);
  expect(checkMessage(message)).toBeUndefined();
  expect(JSON.stringify(message)).not.toMatch(/<!(channel|here|everyone)|<@/);
}

function expectView(view: ModalView): void {
  expect(checkView(JSON.parse(JSON.stringify(view)), 'modal')).toEqual([]);
}

/** The runs that are tried: of half the pages in each condition, or of some pages in the two that show most. */
function runsTried({ pages }: Guide): Run[] {
  const withList = pages.filter(({ checklists }) => checklists.length > 0);
  const tried = withList.filter((_, place) => place % (everyCase ? 2 : 6) === 0);
  return tried.flatMap((page) =>
    (everyCase ? conditions : (['mixed', 'archived'] as const)).flatMap(
      (condition) => postedRun(page, condition, name) ?? [],
    ),
  );
}

function viewsOf(render: (part: number) => ModalView): ModalView[] {
  const views: ModalView[] = [];
  // After the last part it is shown again; buttons say which part was asked for.
  const shown = (view?: ModalView) => JSON.stringify(view)?.replace(/\\*"part\\*":\d+/g, '');
  for (let part = 0; part < 400; part += 1) {
    const view = render(part);
    if (part > 0 && shown(view) === shown(views.at(-1))) break;
    views.push(view);
  }
  return views;
}

function actionsIn(blocks: readonly object[]) {
  return [...JSON.stringify(blocks).matchAll(/"value":("(?:[^"\\]|\\.)*")/g)].flatMap(
    ([, value = '""']) => decodeValue(JSON.parse(value)) ?? [],
  );
}

const now = new Date(postedAt.getTime() + 3_600_000);

/** The items with a button that settles or reopens them, and whether it settles: Done, Done…, Approve or Reopen. */
function pressable(blocks: readonly object[]): [item: string, settles: boolean][] {
  return actionsIn(blocks).flatMap((action): [string, boolean][] => {
    if (action.do === 'item:set') return [[action.item, action.done]];
    return action.do === 'item:approve' || action.do === 'item:evidence' ? [[action.item, true]] : [];
  });
}

const applies = ({ doesNotApply }: RunItem) => doesNotApply === undefined;

it('shows at most six items of the phase that each checklist that ships is in, on about one screen of a phone', async () => {
  const guide = await shippedGuide();
  for (const page of guide.pages) {
    for (const condition of ['fresh', 'ticked'] as const) {
      const run = postedRun(page, condition, 'shop-api 2.4');
      if (run === undefined) continue;
      const { text, blocks } = runMessage(run, { pageUrl: createPageUrl(undefined), guide, now });
      const items = new Set(pressable(blocks).map(([item]) => item));
      const [first] = run.items;
      const inPhase = run.items.filter(({ parent, phase }) => parent === undefined && phase === first?.phase);
      expect(items.size).toBe(condition === 'fresh' ? inPhase.slice(0, 6).filter(applies).length : 0);
      expect(blocks.length).toBeLessThanOrEqual(16);
      expect(text.length).toBeLessThanOrEqual(4_000);
    }
  }
});

describe.each<[string, () => Promise<Guide>]>([
  ['the guide that ships', shippedGuide],
  ['a guide that overflows every limit', () => guideOf(overflowing)],
])(`runs of %s${few}`, (_, load) => {
  let guide: Guide;
  let runs: Run[];
  beforeAll(async () => {
    guide = await load();
    runs = runsTried(guide);
    expect(runs.length).toBeGreaterThan(1);
  });

  it('stay within Slack’s limits in every state, and within a screen', () => {
    for (const run of runs) {
      const message = runMessage(run, { pageUrl, guide, now });
      expectMessage(message);
      expect(message.blocks.length).toBeLessThanOrEqual(16);
      expect(message.text.length).toBeLessThanOrEqual(4_000);
      const pressed = pressable(message.blocks).map(([item]) => item);
      expect(new Set(pressed).size).toBe(pressed.length);
      expect(pressed.length > 0).toBe(
        !run.archivedAt && run.items.some((item) => item.state.kind === 'open' && applies(item)),
      );
    }
  });

  it('can be ticked to the last item in the dialog with all of them', () => {
    for (const run of runs) {
      const views = viewsOf((part) => showAllDialog(run, pageUrl, { part }));
      for (const view of views) expectView(view);
      const pressed = views.flatMap(({ blocks }) => pressable(blocks));
      expect(pressed).toEqual(
        run.archivedAt ? [] : run.items.filter(applies).map(({ id, state }) => [id, state.kind === 'open']),
      );
    }
  });

  it('have every item in the paged dialog, which opens each of them', () => {
    for (const run of runs) {
      const views = viewsOf((part) => manageDialog(run, pageUrl, { part }));
      for (const view of views) expectView(view);
      const edited = views.flatMap(({ blocks }) =>
        actionsIn(blocks).flatMap((action) => (action.do === 'item:edit' ? [action.item] : [])),
      );
      expect(edited).toEqual(run.archivedAt ? [] : run.items.filter(applies).map(({ id }) => id));
      for (const item of run.items.filter((_, index) => index % 9 === 0)) {
        const view = itemDialog(run, item, pageUrl);
        expectView(view);
        expect(decodeDialog(view.private_metadata ?? '')).toMatchObject({ dialog: 'item', run: run.id, item: item.id });
      }
    }
  });

  itLong('show their history and their Markdown within Slack’s limits', () => {
    for (const run of runs) {
      const { items } = run;
      const events: RunEvent[] = items.flatMap(({ id, note = '', state }): RunEvent[] => {
        const base = { item: id, by: ada, at: postedAt };
        return [
          { ...base, kind: 'assigned', to: ada },
          { ...base, kind: 'assigned' },
          { ...base, kind: 'due', due: '2026-11-24' },
          { ...base, kind: 'due' },
          { ...base, kind: 'note', note },
          { ...base, kind: 'note' },
          { ...base, kind: 'skipped', reason: state.kind === 'skipped' ? state.reason : 'no time' },
          { ...base, kind: 'reopened' },
          { ...base, kind: 'done' },
        ];
      });
      const history: RunEvent[] = [{ kind: 'posted', by: ada, at: postedAt }, ...events];
      for (const view of viewsOf((part) => historyDialog(run, history, part))) expectView(view);

      const whole = exportRun(run, history);
      const written = { md: exportMarkdown(whole), json: JSON.stringify(whole, undefined, 2), csv: exportCsv(whole) };
      for (const format of ['md', 'json', 'csv'] as const) {
        const copies = viewsOf((part) => copyDialog(run, { format, part, history }));
        for (const view of copies) expectView(view);
        const text = copies
          .flatMap(({ blocks }) => blocks as KnownBlock[])
          .map((block) =>
            block.type === 'input' && block.element.type === 'plain_text_input' ? block.element.initial_value : '',
          )
          .join('');
        expect(text).toBe(written[format]);
      }
    }
  });

  it('are copied as Markdown in which nothing that a person wrote is formatting', () => {
    const text = fc
      .string({ unit: fc.constantFrom(...'\\`*_[]()<>~|#!&-+1 aé', '`a`', '**', '](x)', '<b>', '&lt;', '![') })
      .map((written) => `x ${written.replace(/\s+/g, ' ').trim()}`.trim());
    fc.assert(
      fc.property(text, text, text, text, (name, title, note, reason) => {
        const [item] = runs[0]?.items ?? [];
        if (runs[0] === undefined || item === undefined) throw new Error('There is no run');
        const state = { kind: 'skipped' as const, by: { ...ada, name }, at: postedAt, reason };
        const { assignee: _, ...bare } = item;
        const run = {
          ...runs[0],
          name,
          phases: [],
          roles: [],
          leftOut: [],
          variables: {},
          items: [{ ...bare, title, note, state }],
        };
        const [heading, , list] = parseMarkdown(linesOf(exportMarkdown(exportRun(run, [])))).children;
        expect(heading && plainText([heading])).toBe(`${run.title} – ${name}`);
        const nodes = list ? [...walkTree(list)] : [];
        expect(new Set(nodes.map(({ type }) => type))).toEqual(
          new Set(['list', 'listItem', 'paragraph', 'delete', 'text']),
        );
        const [struck] = nodes.filter(({ type }) => type === 'delete');
        expect(struck && inlineText(struck)).toBe(title);
        expect(list && plainText([list])).toContain(`skipped by ${name} on`);
        expect(list && plainText([list])).toContain(`: ${reason}; note: ${note})`);
      }),
    );
  });

  it('are announced, reposted and assigned within Slack’s limits', () => {
    for (const run of runs) {
      expect(completionLine(run).length).toBeLessThan(4_000);
      expectMessage(movedMessage(run, url));
      expectMessage(movedMessage(run, undefined));
      for (const { id } of run.items.slice(0, 3)) {
        expectMessage(assignedMessage({ run, item: id, url }, ada, pageUrl));
        expectMessage(overdueMessage({ run, item: id, url: undefined }, pageUrl));
      }
    }
  });
});

function linesOf(text: string) {
  return text.split('\n').map((line, index) => ({ text: line, line: index + 1 }));
}
