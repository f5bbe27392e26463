import { describe, expect, it } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import type { Answer } from '../../../src/answer/answer.js';
import { createAnswers } from '../../../src/answer/answers.js';
import { createSearch } from '../../../src/search/search.js';
import { decodeAction, decodeValue } from '../../../src/slack/block-kit/action-value.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { sharedCard } from '../../../src/slack/views/card.js';
import { readingDialog } from '../../../src/slack/views/reading-dialog.js';
import { renderAnswer } from '../../../src/slack/views/render-answer.js';
import { readTexts } from '../../guide/read-texts.js';
import { messageViolations, viewViolations } from './violations.js';

const look = { pageUrl: createPageUrl(undefined), command: '/guide', newId: () => 'r1', messageUrl: () => undefined };

/** A page with so many checklists, named after the cities where its services run. */
function page(count: number): string {
  const names = ['Oslo', 'Lima', 'Rome', 'Cairo', 'Quito'];
  return `# Servers\n\nMachines.\n\n${names
    .slice(0, count)
    .map((name) => `## ${name} checklist\n\n### Before\n\n- [ ] Look\n  - [ ] twice\n\n### After\n\n- [ ] Leave\n`)
    .join('\n')}`;
}

function answersOf(texts: Readonly<Record<string, string>>) {
  const { guide } = readTexts(texts);
  const answers = createAnswers(guide, createSearch(guide));
  const ask = (text: string): Promise<Answer> =>
    answers.toRequest({ installation: 'T1', channel: 'C1', user: 'U1', text });
  return { ask, guide };
}

/** What the buttons and selects of some blocks say that lead to checklists, and which list each opens. */
function checklistControls(blocks: readonly KnownBlock[]): [string, string | undefined][] {
  return blocks.flatMap((block) => {
    if (block.type === 'section' && block.accessory?.type === 'button') return control(block.accessory);
    return block.type === 'actions' ? block.elements.flatMap(control) : [];
  });
}

function control(element: unknown): [string, string | undefined][] {
  const { type, text, value, options } = element as {
    type: string;
    text: { text: string };
    value?: string;
    options?: { text: { text: string }; value: string }[];
  };
  if (type === 'static_select') return (options ?? []).flatMap((option) => control({ type: 'button', ...option }));
  const action = type === 'button' ? decodeValue(value) : undefined;
  return action?.do === 'checklist:preview' ? [[text.text, action.list]] : [];
}

describe('a page’s card', () => {
  it('has a button for one checklist, and one each for two or three', async () => {
    const one = renderAnswer(await answersOf({ 'servers.md': page(1) }).ask('servers'), look);
    expect(checklistControls(one.blocks)).toEqual([['Checklist (2 items)', undefined]]);
    const three = renderAnswer(await answersOf({ 'servers.md': page(3) }).ask('servers'), look);
    expect(checklistControls(three.blocks)).toEqual([
      ['Oslo checklist (2 items)', undefined],
      ['Lima checklist (2 items)', 'lima-checklist'],
      ['Rome checklist (2 items)', 'rome-checklist'],
    ]);
    expect(messageViolations(three)).toEqual([]);
  });

  it('has a menu for more, which acts when one is chosen', async () => {
    const { ask, guide } = answersOf({ 'servers.md': page(5) });
    const answer = await ask('servers');
    if (answer.kind !== 'page') throw new Error(answer.kind);
    const servers = guide.bySlug.get('servers');
    if (servers === undefined) throw new Error('no page');
    for (const message of [renderAnswer(answer, look), sharedCard(answer, 'U1', look)]) {
      expect(messageViolations(message)).toEqual([]);
      expect(checklistControls(message.blocks).map(([, list]) => list)).toEqual([
        undefined,
        'lima-checklist',
        'rome-checklist',
        'cairo-checklist',
        'quito-checklist',
      ]);
      const select = message.blocks
        .flatMap((block) => (block.type === 'actions' ? block.elements : []))
        .find((element) => element.type === 'static_select');
      expect(select).toMatchObject({ placeholder: { text: 'Checklists (5)' } });
      const [, second] = select?.type === 'static_select' ? (select.options ?? []) : [];
      expect(
        decodeAction({ type: 'static_select', action_id: select?.action_id, selected_option: second } as never),
      ).toMatchObject({ do: 'checklist:preview', slug: 'servers', list: 'lima-checklist' });
    }
    const dialog = readingDialog(servers, { ...look, bySlug: guide.bySlug }, {});
    expect(viewViolations(dialog)).toEqual([]);
    expect(checklistControls(dialog.blocks as KnownBlock[])).toHaveLength(5);
  });
});

describe('checklists to choose from', () => {
  it('are rows with their page, size and phases, and open with the name of the run', async () => {
    const { ask } = answersOf({
      'servers.md': page(2),
      'desks.md': '# Desks\n\n## Oslo desk checklist\n\n- [ ] Sit\n',
    });
    const message = renderAnswer(await ask('checklist oslo: v2'), look);
    expect(messageViolations(message)).toEqual([]);
    expect(message.text).toContain('Which checklist?');
    const rows = message.blocks.flatMap((block) => (block.type === 'section' ? (block.text?.text ?? '') : []));
    expect(rows.sort()).toEqual([
      '*Oslo checklist – Servers*\n2 items · Before, After',
      '*Oslo desk checklist*\n1 item · on the page “Desks”',
    ]);
    const values = message.blocks.flatMap((block) =>
      block.type === 'section' && block.accessory?.type === 'button' ? [decodeValue(block.accessory.value)] : [],
    );
    expect(values.map((action) => action?.do === 'checklist:preview' && action.name)).toEqual(['v2', 'v2']);
  });

  it('say that none is quite what was asked for', async () => {
    const { ask } = answersOf({ 'servers.md': page(1), 'desks.md': '# Desks\n\n- [ ] Sit\n' });
    const message = renderAnswer(await ask('checklist servers madrid'), look);
    expect(message.text).toContain('Is it this checklist?');
    expect(message.text).toContain('No checklist is quite “servers madrid”.');
  });

  it('are all in the list of checklists, each with its name', async () => {
    const { ask } = answersOf({ 'servers.md': page(2), 'desks.md': '# Desks\n\n- [ ] Sit\n' });
    const message = renderAnswer(await ask('checklists'), look);
    expect(message.text).toContain('3 checklists in the guide');
    expect(checklistControls(message.blocks)).toHaveLength(3);
    for (const title of ['Oslo checklist – Servers', 'Lima checklist – Servers', 'Desks'])
      expect(message.text).toContain(title);
  });

  it('are offered where a page has none, if they are about it', async () => {
    const { ask } = answersOf({
      'servers.md': page(1),
      'racks.md': '# Racks\n\nThey hold our servers.\n',
      'oslo.md': '# Oslo\n\nA city.\n',
    });
    const oslo = renderAnswer(await ask('checklist oslo'), look);
    expect(oslo.text).toContain('The page “Oslo” has no checklist. These checklists are about it, too:');
    expect(checklistControls(oslo.blocks)).toEqual([['Oslo checklist – Servers', undefined]]);
    const racks = renderAnswer(await ask('checklist racks'), look);
    expect(racks.text).toContain('The page “Racks” has no checklist.');
    expect(checklistControls(racks.blocks)).toEqual([]);
  });
});
