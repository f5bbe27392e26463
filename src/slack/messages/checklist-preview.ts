import type { Button } from '@slack/types';
import type { ChecklistAnswer } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { actions, button, context, header, type Message, section } from '../blocks.js';
import { escapeEntities } from '../mrkdwn/escape.js';
import { count } from './count.js';
import { itemText, unbold } from './item-text.js';
import { openButton } from './open-button.js';
import type { RenderContext } from './render-context.js';
import { runTitle } from './run-title.js';
import { windowsOf } from './window.js';

/** A checklist as only the asker sees it, before it is posted. `part` pages through a long one. */
export function checklistPreview({ page, checklist, name }: ChecklistAnswer, look: RenderContext, part = 0): Message {
  const rows = checklist.items.map((item, index) => {
    const { title, detail } = itemText(item, index + 1, look.pageUrl);
    return section(`*${unbold(title)}*${detail === '' ? '' : `\n${detail}`}`);
  });
  const windows = windowsOf(rows, (row) => JSON.stringify(row).length + 1);
  const shown = Math.min(part, windows.length - 1);
  const turn = (to: number, text: string): Button =>
    button(text, { do: 'preview', slug: page.slug, part: to, ...named });
  const named = name === undefined ? {} : { name };
  const heading = runTitle({ title: checklist.heading, ...named });
  return {
    text: escapeEntities(`${heading}: ${count(checklist.items.length, 'item')}`),
    blocks: [
      header(heading),
      context(
        `${count(checklist.items.length, 'item')}${windows.length > 1 ? ` · part ${shown + 1} of ${windows.length}` : ''} · Post it, and everyone in the channel can tick it off.`,
      ),
      ...(windows[shown] ?? []),
      actions([
        ...postButtons(page, look, named),
        ...(shown > 0 ? [turn(shown - 1, 'Previous items')] : []),
        ...(shown < windows.length - 1 ? [turn(shown + 1, 'More items')] : []),
        openButton(page, { text: 'To the page' }),
      ]),
    ],
  };
}

function postButtons({ slug }: Page, { inDialog, newId }: RenderContext, named: { name?: string }): Button[] {
  return inDialog
    ? [button('Post to a channel…', { do: 'post-options', slug, ...named }, { style: 'primary' })]
    : [
        button('Post to this channel', { do: 'post', slug, run: newId(), ...named }, { style: 'primary' }),
        button('Post with options…', { do: 'post-options', slug, ...named }),
      ];
}
