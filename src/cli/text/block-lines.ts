import type { List, RootContent } from 'mdast';
import { inlineText } from './inline-text.js';
import { printable } from './printable.js';
import type { Screen } from './style.js';
import { hang, wrap } from './wrap.js';

/** Markdown as lines for a terminal, an empty line between blocks. */
export function blockLines(blocks: readonly RootContent[], screen: Screen): string[] {
  return blocks
    .map((block) => linesOf(block, screen))
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function linesOf(block: RootContent, screen: Screen): string[] {
  const { style, width } = screen;
  switch (block.type) {
    case 'paragraph':
      return wrap(inlineText(block.children, style), width);
    case 'heading':
      return wrap(style.bold(inlineText(block.children, style)), width);
    case 'code':
      return printable(block.value)
        .split('\n')
        .map((line) => `    ${line}`);
    case 'list':
      return listLines(block, screen);
    case 'blockquote':
      return blockLines(block.children, { style, width: width - 2 }).map((line) => `> ${line}`);
    case 'table':
      return block.children.map((row) => row.children.map((cell) => inlineText(cell.children, style)).join(' | '));
    default:
      return [];
  }
}

function listLines(list: List, { style, width }: Screen): string[] {
  return list.children.flatMap((item, index) => {
    const box = item.checked === true ? '[x] ' : item.checked === false ? '[ ] ' : '';
    const mark = `${list.ordered ? `${(list.start ?? 1) + index}.` : '-'} ${box}`;
    const lines = blockLines(item.children, { style, width: width - mark.length });
    return hang(mark, item.spread ? lines : lines.filter((line) => line !== ''));
  });
}
