import type { RootContent } from 'mdast';
import { escapeEntities } from './escape.js';
import { type Block, type Line, type PageUrl, renderBlocks } from './render-markdown.js';

const FENCE = '```';

/**
 * Renders Markdown as mrkdwn texts of at most `max` characters each. It cuts between blocks where it can, then between lines,
 * after a sentence, or between words. The texts together say everything. No link, code or entity is cut in two, and a code
 * block that is cut is closed and opened again.
 */
export function layOut(nodes: readonly RootContent[], pageUrl: PageUrl, max: number): string[] {
  const texts: string[] = [];
  let current = '';
  for (const block of renderBlocks(nodes, pageUrl)) {
    for (const [index, part] of fitBlock(block, max).entries()) {
      const joined = current === '' ? part : `${current}${gap(current, part)}${part}`;
      // A later part of a block did not fit with the one before, so it begins a new text.
      if (index === 0 && joined.length <= max) current = joined;
      else {
        if (current !== '') texts.push(current);
        current = part;
      }
    }
  }
  if (current.trim() !== '') texts.push(current);
  return texts;
}

/** Slack sets code apart by itself, and a list belongs to the line that introduces it: no empty line there. */
function gap(before: string, after: string): string {
  return before.endsWith(FENCE) || after.startsWith(FENCE) || (before.endsWith(':') && LIST.test(after))
    ? '\n'
    : '\n\n';
}

const LIST = /^(?:[•☐☑]|\d+\.) /;

/** A block as one text, or as several if it is too long. */
function fitBlock(block: Block, max: number): string[] {
  const whole = join(block.map((line) => ({ text: line.prefix + textOf(line), fence: line.fence })));
  if (whole.length <= max) return [whole];
  const room = max - 2 * (FENCE.length + 1);
  const lines = block.flatMap((line) => fitLine(line, room).map((text) => ({ text, fence: line.fence })));
  const parts: string[] = [];
  let open: typeof lines = [];
  for (const line of lines) {
    if (open.length > 0 && join([...open, line]).length > max) {
      parts.push(join(open));
      open = [];
    }
    open.push(line);
  }
  parts.push(join(open));
  return parts;
}

/** Joins lines, with fences around the code. */
function join(lines: readonly { text: string; fence: boolean }[]): string {
  const out: string[] = [];
  let fenced = false;
  for (const { text, fence } of lines) {
    if (fence !== fenced) out.push(FENCE);
    fenced = fence;
    out.push(text);
  }
  if (fenced) out.push(FENCE);
  return out.join('\n');
}

function textOf({ pieces }: Line): string {
  return pieces.map(({ text }) => text).join('');
}

function fitLine(line: Line, max: number): string[] {
  if (line.prefix.length + textOf(line).length <= max) return [line.prefix + textOf(line)];
  const texts: string[] = [];
  let current = line.prefix;
  for (const atom of line.pieces.flatMap((piece) => atomsOf(piece, max))) {
    if (current.length + atom.length > max) {
      const cut = sentenceEnd(current);
      texts.push(current.slice(0, cut).trimEnd());
      current = current.slice(cut).trimStart();
      // What follows the last sentence may still be too long together with the next atom.
      if (current.length + atom.length > max) {
        texts.push(current.trimEnd());
        current = '';
      }
    }
    current += atom;
  }
  texts.push(current.trimEnd());
  return texts.filter((text) => text !== '');
}

/** What may not be cut: a word with the space after it, or a whole link. One that is longer than a text becomes plain text and is cut anyway. */
function atomsOf({ text, whole, plain }: Line['pieces'][number], max: number): string[] {
  if (whole && text.length <= max) return [text];
  const words = whole ? escapeEntities(plain).replace(/[*_~`]/g, ' ') : text;
  return (words.match(/\S*\s*/gu) ?? []).filter((word) => word !== '').flatMap((word) => cutWord(word, max));
}

/** Cuts a word that is longer than a text, but no entity and no surrogate pair. */
function cutWord(word: string, max: number): string[] {
  if (word.length <= max) return [word];
  const parts: string[] = [];
  let current = '';
  for (const [unit] of word.matchAll(/&(?:amp|lt|gt);|./gsu)) {
    if (current.length + unit.length > max) {
      parts.push(current);
      current = '';
    }
    current += unit;
  }
  return [...parts, current];
}

/** The end of the last sentence that ends in the second half; otherwise the end of the text, so that parts do not get tiny. */
function sentenceEnd(text: string): number {
  let end = text.length;
  for (const match of text.matchAll(/[.!?…](?=\s)/g)) {
    if (match.index >= text.length / 2 && isOutside(text, match.index)) end = match.index + 1;
  }
  return end;
}

/** A full stop inside a link or code ends no sentence. */
function isOutside(text: string, index: number): boolean {
  const before = text.slice(0, index);
  return before.lastIndexOf('<') <= before.lastIndexOf('>') && (before.split('`').length - 1) % 2 === 0;
}
