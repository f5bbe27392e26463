import type { ModalView } from '@slack/types';
import { fromDue, type Person, type Run, type RunItem } from '../../checklist/run.js';
import { contextLine, dialog, input, option, plainText, section } from '../block-kit/blocks.js';
import { shortHash } from '../block-kit/checked-json.js';
import { encodeDialog, type SeenItem } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { itemLine, itemNumbers } from './checklist-items.js';
import { personLink } from './format.js';

/** The maximum lengths of a reason and a note: short enough for a message to show many items. */
export const REASON = 300;
export const NOTE = 1_000;

const STATES = [option('Open', 'open'), option('Done', 'done'), option('Skipped (give a reason below)', 'skipped')];

export interface ItemDialogOptions {
  /** Opened outside the channel. */
  readonly home?: boolean | undefined;
  /** The time zone of the person; UTC without one. */
  readonly zone?: string | undefined;
  /** Who was chosen, but is not in the channel: the dialog asks once more. What was entered stays, because its fields have the same names. */
  readonly outsider?: Person | undefined;
  /** What the dialog showed first, if that is not what the item is now. */
  readonly seen?: SeenItem | undefined;
}

/** Edits one item: state, reason for skipping, assignee, due date and note. */
export function itemDialog(
  run: Run,
  item: RunItem,
  pageUrl: PageUrl,
  { home = false, zone, outsider, seen }: ItemDialogOptions = {},
): ModalView {
  const { state, assignee, note = '' } = item;
  const due = item.due === undefined ? undefined : fromDue(item.due, zone ?? 'UTC');
  const reason = state.kind === 'skipped' ? state.reason : '';
  const [text = '…', ...more] = layOut(
    [{ type: 'paragraph', children: [{ type: 'strong', children: [...item.titleContent] }] }, ...item.detail],
    pageUrl,
    limits.sectionText - 2,
  );
  const line = itemLine(run, item, 100);
  const initial = STATES.find(({ value }) => value === state.kind);
  const removals = [
    ...(assignee ? [option(`Unassign ${assignee.name}`, 'assignee')] : []),
    ...(due ? [option('Remove the due date', 'due')] : []),
  ];
  return dialog({
    kind: 'item',
    title: `Item ${itemNumbers(run).get(item.id)}`,
    submit: outsider ? 'Assign anyway' : 'Save',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'item',
      run: run.id,
      item: item.id,
      ...(home && { home }),
      ...(outsider && { outsider: outsider.id }),
      seen: seen ?? {
        state: state.kind,
        ...(assignee && { assignee: assignee.id }),
        ...(due !== undefined && { due: due.day, ...(due.time !== undefined && { time: due.time }) }),
        reason: shortHash(reason),
        note: shortHash(note),
      },
    }),
    blocks: [
      ...(outsider ? [section(outsiderText(run, outsider))] : []),
      section(`${text}${more.length > 0 ? ' …' : ''}`),
      ...(line === '' ? [] : [contextLine(line)]),
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
        {
          optional: true,
          hint: 'They get one direct message with this item. If they are not in the channel, they see only this item.',
        },
      ),
      input(
        'due',
        'Due',
        {
          type: 'datepicker',
          action_id: 'due',
          placeholder: plainText('No date'),
          ...(due !== undefined && { initial_date: due.day }),
        },
        {
          optional: true,
          hint: 'Its assignee gets one reminder if it is still open then: at the time, or the morning after the day.',
        },
      ),
      input(
        'time',
        'Time',
        {
          type: 'timepicker',
          action_id: 'time',
          placeholder: plainText('Any time'),
          ...(due?.time !== undefined && { initial_time: due.time }),
        },
        { optional: true, hint: 'In your time zone. Leave it empty for any time of the day.' },
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

function outsiderText({ channel, isPublic }: Run, outsider: Person): string {
  const sight = isPublic ? '' : ' They see nothing else of the checklist.';
  return `:warning: ${personLink(outsider)} is not in <#${channel}>. They get a message with this item and can settle it.${sight}`;
}

function initialValue(text: string, max: number): { initial_value?: string } {
  return text === '' ? {} : { initial_value: text.slice(0, max) };
}
