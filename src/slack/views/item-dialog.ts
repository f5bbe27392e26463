import type { ModalView } from '@slack/types';
import type { Run, RunItem } from '../../checklist/run.js';
import { context, dialog, input, option, plainText, section } from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { printOf } from '../short-hash.js';
import { itemLine } from './checklist-items.js';

/** What a reason and a note may have: enough for a thought, and a message still shows many items. */
export const REASON = 300;
export const NOTE = 1_000;

const STATES = [option('Open', 'open'), option('Done', 'done'), option('Skipped, for the reason below', 'skipped')];

/** Everything about one item, to change: state, reason, who has it, until when, and a note. */
export function itemDialog(run: Run, item: RunItem, pageUrl: PageUrl, home = false): ModalView {
  const { state, assignee, due, note = '' } = item;
  const reason = state.kind === 'skipped' ? state.reason : '';
  const [text = '…', ...more] = layOut(
    [{ type: 'paragraph', children: [{ type: 'strong', children: [...item.titleContent] }] }, ...item.detail],
    pageUrl,
    limits.sectionText - 2,
  );
  const line = itemLine(item, 100);
  const initial = STATES.find(({ value }) => value === state.kind);
  const removals = [
    ...(assignee ? [option(`Take it from ${assignee.name}`, 'assignee')] : []),
    ...(due ? [option('Remove the due date', 'due')] : []),
  ];
  return dialog({
    kind: 'item',
    title: `Item ${run.items.indexOf(item) + 1} of ${run.items.length}`,
    submit: 'Save',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'item',
      run: run.id,
      item: item.id,
      ...(home && { home }),
      seen: {
        state: state.kind,
        ...(assignee && { assignee: assignee.id }),
        ...(due !== undefined && { due }),
        reason: printOf(reason),
        note: printOf(note),
      },
    }),
    blocks: [
      section(`${text}${more.length > 0 ? ' …' : ''}`),
      ...(line === '' ? [] : [context(line)]),
      input('state', 'State', {
        type: 'radio_buttons',
        action_id: 'state',
        options: STATES,
        ...(initial && { initial_option: initial }),
      }),
      input(
        'reason',
        'Reason for skipping',
        { type: 'plain_text_input', action_id: 'reason', max_length: REASON, ...initialValue(reason, REASON) },
        { optional: true },
      ),
      input(
        'assignee',
        'Assigned to',
        {
          type: 'users_select',
          action_id: 'assignee',
          placeholder: plainText('Nobody yet'),
          ...(assignee && { initial_user: assignee.id }),
        },
        { optional: true, hint: 'They get one direct message about it.' },
      ),
      input(
        'due',
        'Due',
        {
          type: 'datepicker',
          action_id: 'due',
          placeholder: plainText('No date'),
          ...(due !== undefined && { initial_date: due }),
        },
        {
          optional: true,
          hint: 'When the day has passed, the person who has the item hears of it once, in the morning.',
        },
      ),
      ...(removals.length > 0
        ? [
            input(
              'remove',
              'Remove',
              { type: 'checkboxes', action_id: 'remove', options: removals },
              { optional: true },
            ),
          ]
        : []),
      input(
        'note',
        'Note',
        { type: 'plain_text_input', action_id: 'note', multiline: true, max_length: NOTE, ...initialValue(note, NOTE) },
        { optional: true },
      ),
    ],
  });
}

function initialValue(text: string, most: number): { initial_value?: string } {
  return text === '' ? {} : { initial_value: text.slice(0, most) };
}
