import { type InlineMode, parseInline } from './parse-inline.js';
import type { MrkdwnBlock } from './tree.js';

/**
 * Reads Slack's mrkdwn: code blocks first, then quotes by line, then what stands inside a line.
 * Lists have no syntax of their own in mrkdwn; they stay lines of text.
 */
export function parseMrkdwn(text: string, mode: InlineMode = 'mrkdwn'): MrkdwnBlock[] {
  const blocks: MrkdwnBlock[] = [];
  // The pieces at odd places stood between two fences.
  const pieces = text.split(/```(?!```)([\s\S]+?)```/);
  pieces.forEach((piece, index) => {
    if (index % 2 === 1) {
      blocks.push({ kind: 'preformatted', children: parseInline(trimOneBreak(piece), 'code') });
      return;
    }
    // A code block is a block of its own, so the line breaks beside its fences are not lines to show.
    const afterCode = index > 0 ? piece.replace(/^\n/, '') : piece;
    const between = index < pieces.length - 1 ? afterCode.replace(/\n$/, '') : afterCode;
    if (between !== '') blocks.push(...parseLines(between.split('\n'), mode));
  });
  return blocks;
}

function parseLines(lines: readonly string[], mode: InlineMode): MrkdwnBlock[] {
  const blocks: MrkdwnBlock[] = [];
  let plain: string[] = [];
  let quoted: string[] = [];
  const finish = () => {
    if (plain.length > 0) blocks.push({ kind: 'paragraph', children: parseInline(plain.join('\n'), mode) });
    if (quoted.length > 0) blocks.push({ kind: 'quote', children: parseInline(quoted.join('\n'), mode) });
    plain = [];
    quoted = [];
  };
  for (const [index, line] of lines.entries()) {
    const toTheEnd = /^(?:&gt;|>){3} ?/.exec(line);
    if (toTheEnd) {
      finish();
      quoted = [line.slice(toTheEnd[0].length), ...lines.slice(index + 1)];
      break;
    }
    const quote = /^(?:&gt;|>) ?/.exec(line);
    if (quote ? plain.length > 0 : quoted.length > 0) finish();
    if (quote) quoted.push(line.slice(quote[0].length));
    else plain.push(line);
  }
  finish();
  return blocks;
}

function trimOneBreak(code: string) {
  return code.replace(/^\n/, '').replace(/\n$/, '');
}
