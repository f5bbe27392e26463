import type { Button, KnownBlock } from '@slack/types';
import type { ChecklistsAnswer, TopicsAnswer } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { actions, button, context, header, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeMrkdwn } from '../mrkdwn/escape.js';
import { count } from './count.js';
import { pageRow } from './page-row.js';

/** Rows of one message: more do not fit its budget, and nobody reads them at once. */
const ROWS = 10;

/** All pages of the guide, or those with a checklist; `part` counts from 0. */
export const pageList = ({ kind, pages }: TopicsAnswer | ChecklistsAnswer, part = 0): Message => {
  const parts = Math.max(1, Math.ceil(pages.length / ROWS));
  const shown = Math.min(part, parts - 1);
  const rows = pages.slice(shown * ROWS, (shown + 1) * ROWS);
  const title = kind === 'topics' ? 'Topics' : 'Checklists';
  const total = count(pages.length, kind === 'topics' ? 'page' : 'checklist');
  return {
    text: `${title}: ${total}`,
    blocks: [
      header(title),
      context(parts > 1 ? `${total} · part ${shown + 1} of ${parts}` : total),
      ...(pages.length === 0 ? [section('There is nothing here yet.')] : []),
      ...rows.map((page) => (kind === 'topics' ? pageRow.render(page) : checklistRow(page))),
      ...turns(kind, shown, parts),
    ],
  };
};

const checklistRow = (page: Page): KnownBlock =>
  section(
    `*${escapeMrkdwn(cutPlain(page.title, 150)).replaceAll('*', '∗')}*\n${count(page.checklist?.items.length ?? 0, 'item')}`,
    button(
      'Look at it',
      { do: 'preview', slug: page.slug, part: 0 },
      { label: `Look at the checklist of ${page.title}` },
    ),
  );

const turns = (what: 'topics' | 'checklists', part: number, parts: number): KnownBlock[] => {
  const turn = (to: number, text: string): Button => button(text, { do: 'list', what, part: to });
  const buttons = [
    ...(part > 0 ? [turn(part - 1, 'Previous')] : []),
    ...(part < parts - 1 ? [turn(part + 1, 'Next')] : []),
  ];
  return buttons.length === 0 ? [] : [actions(buttons)];
};
