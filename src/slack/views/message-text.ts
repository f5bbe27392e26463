import type { Button, KnownBlock } from '@slack/types';
import type { Message } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';

/**
 * A message with its text made from its blocks: screen readers read only the text. Formats and links are left out; buttons are named.
 * @param opening says first, in one line of plain text, what a notification should show; otherwise the blocks begin
 */
export function messageOf(blocks: readonly KnownBlock[], opening?: string): Message {
  const lines = blocks.map(textOfBlock);
  if (opening !== undefined) lines.unshift(escapeEntities(opening));
  return { text: cut(lines.filter((line) => line !== '').join('\n'), limits.messageText), blocks: [...blocks] };
}

/** What a block says, with entities escaped. */
function textOfBlock(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return escapeEntities(block.text.text);
    case 'section':
      return readable(block.text?.text ?? '');
    case 'context':
      return block.elements.map((element) => ('text' in element ? readable(element.text) : '')).join(' ');
    case 'actions':
      return block.elements
        .map((element) => (element.type === 'button' ? buttonName(element) : ''))
        .filter((name) => name !== '')
        .join(', ');
    default:
      return '';
  }
}

/** Without the emoji in front. A button that shows nothing else has a label for it. */
function buttonName({ text: { text }, accessibility_label: label = '' }: Button): string {
  return escapeEntities(/^:[\w+-]+:$/.test(text) ? label : text.replace(/^:[\w+-]+: /, ''));
}

/** Code, of which only the marks go, and what a screen reader would spell out: addresses, marks of formats, the cells of a progress bar. */
const MARKS = /```\n?([\s\S]*?)\n?```|`([^`\n]+)`|<(?:https?|mailto|slack):[^<>|]*\|([^<>]*)>|[*_~]+|[■▣□]+ */g;

function readable(mrkdwn: string): string {
  return mrkdwn
    .replace(MARKS, (mark: string, fenced = '', code = '', label = '', at = 0) =>
      /^[*_~]/.test(mark) && !isFormat(mrkdwn, at, at + mark.length) ? mark : fenced || code || label,
    )
    .trim();
}

/** A sign inside a word, or alone between spaces, is part of the text. */
function isFormat(text: string, start: number, end: number): boolean {
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  const begins = !WORD.test(before) && after.trim() !== '';
  const ends = before.trim() !== '' && !WORD.test(after);
  return begins || ends;
}

const WORD = /[\p{L}\p{N}]/u;

/** Shortens a text between words. No entity, mention or time is cut in two. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max - 1);
  const end = Math.max(room.lastIndexOf(' '), room.lastIndexOf('\n'));
  const whole = (end > max / 2 ? room.slice(0, end) : room).replace(/&[a-z]*$|[\uD800-\uDBFF]$/, '');
  const open = whole.lastIndexOf('<');
  return `${(open > whole.lastIndexOf('>') ? whole.slice(0, open) : whole).trimEnd()}…`;
}
