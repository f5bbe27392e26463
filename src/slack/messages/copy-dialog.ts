import type { ModalView } from '@slack/types';
import type { Run } from '../../checklist/run.js';
import { section } from '../blocks.js';
import { input } from '../inputs.js';
import { dialog } from './dialog.js';
import { pagedBlocks } from './paged-dialog.js';
import { runMarkdown } from './run-markdown.js';

/** Slack takes 3,000 characters in a text field. */
const FIELD = 2_900;
const FIELDS = 20;

/** The run as text, in fields from which it can be copied. */
export function copyDialog(run: Run, part = 0): ModalView {
  const texts = cutLines(runMarkdown(run), FIELD);
  return dialog({
    kind: 'copy',
    title: 'Copy as Markdown',
    submit: 'Done',
    blocks: [
      section('Select the text and copy it. Nothing that you change here is kept.'),
      ...pagedBlocks([...texts.entries()], {
        part,
        most: FIELDS,
        render: ([index, text]) =>
          input(
            `copy-${index}`,
            texts.length === 1 ? 'Markdown' : `Markdown, ${index + 1} of ${texts.length}`,
            { type: 'plain_text_input', action_id: 'copy', multiline: true, initial_value: text },
            { optional: true },
          ),
        turn: (to) => ({ do: 'copy', run: run.id, part: to }),
      }),
    ],
  });
}

/** Cuts between lines; a longer line by force, but no pair of surrogates. */
function cutLines(text: string, most: number): string[] {
  const texts: string[] = [];
  let current = '';
  for (const line of text.split(/(?<=\n)/)) {
    if (current !== '' && current.length + line.length > most) {
      texts.push(current);
      current = '';
    }
    for (const piece of line.match(new RegExp(`[^]{1,${most}}(?<![\\uD800-\\uDBFF])`, 'g')) ?? []) {
      if (current.length + piece.length > most) {
        texts.push(current);
        current = '';
      }
      current += piece;
    }
  }
  return current.trim() === '' ? texts : [...texts, current];
}
