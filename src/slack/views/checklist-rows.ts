import type { Button, SectionBlock, StaticSelect } from '@slack/types';
import type { ChecklistOfPage } from '../../answer/answer.js';
import { checklistsOf } from '../../answer/choose-checklist.js';
import type { Checklist, Page } from '../../guide/page.js';
import type { ButtonAction, PlannedRun } from '../block-kit/action-value.js';
import { button, section, selectMenu } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { fitsButton, listOf } from './checklist-preview.js';
import { count } from './format.js';

const TITLE = 150;
const PHASES = 100;

/** "7 items": a sub-item counts through its parent. */
export function itemCount({ items }: Checklist): string {
  return count(items.filter(({ parent }) => parent === undefined).length, 'item');
}

/** What is known of the run that is about to be posted. */
type KnownRun = Pick<PlannedRun, 'name' | 'values'>;

/** A checklist in a list: its name, its page unless the name has it, its size, and a button that previews it. */
export function checklistRow({ page, checklist }: ChecklistOfPage, run: KnownRun = {}): SectionBlock {
  const { title, phases } = checklist;
  const isPageNamed = title.toLowerCase().includes(page.title.toLowerCase());
  const facts = [
    itemCount(checklist),
    ...(phases.length > 1 ? [cutPlain(phases.map((phase) => phase.title).join(', '), PHASES)] : []),
    ...(isPageNamed ? [] : [`on the page “${cutPlain(page.title, TITLE)}”`]),
  ];
  return section(
    `${bold(cutPlain(title, TITLE))}\n${escapeMrkdwn(facts.join(' · '))}`,
    button('Open', previewOf({ page, checklist }, run), { label: `Open the checklist ${title}` }),
  );
}

/** A button for a checklist that has its name. */
export function checklistNameButton(list: ChecklistOfPage, run: KnownRun = {}): Button {
  return button(list.checklist.title, previewOf(list, run));
}

function previewOf(
  { page, checklist }: ChecklistOfPage,
  { name, values }: KnownRun = {},
  asNew: { anew?: true } = {},
): ButtonAction {
  return {
    do: 'checklist:preview',
    slug: page.slug,
    part: 0,
    ...listOf(page, checklist),
    ...(name === undefined ? {} : { name }),
    ...(values && fitsButton(values) && { values }),
    ...asNew,
  };
}

/** More buttons than this would hide the others of a card. */
const BUTTONS = 3;

/** What opens a page's checklists: a button for one, one each for two or three, and a menu for more. */
export function checklistButtons(page: Page, asNew: { anew?: true } = {}): (Button | StaticSelect)[] {
  const lists = checklistsOf([page]);
  const [only, ...others] = lists;
  // The card says which page it is.
  const text = ({ checklist }: ChecklistOfPage): string =>
    `${cutPlain(checklist.title.replace(` – ${page.title}`, ''), 55)} (${itemCount(checklist)})`;
  const open = (list: ChecklistOfPage): ButtonAction => previewOf(list, undefined, asNew);
  if (only !== undefined && others.length === 0)
    return [button(`Checklist (${itemCount(only.checklist)})`, open(only))];
  const choices = lists.map((list) => ({ text: text(list), action: open(list) }));
  const select = lists.length > BUTTONS ? selectMenu(`Checklists (${lists.length})`, choices) : undefined;
  if (select !== undefined) return [select];
  return [
    ...choices.slice(0, BUTTONS).map((choice) => button(choice.text, choice.action)),
    ...(lists.length > BUTTONS ? [button('All checklists', { do: 'list:open', what: 'checklists', part: 0 })] : []),
  ];
}
