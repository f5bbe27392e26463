import type { List, PhrasingContent, RootContent } from 'mdast';
import { hang, printable, type Screen, type Style, wrap } from './terminal.js';

/** Markdown as lines for a terminal, with an empty line between blocks. */
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

/** Inline Markdown: emphasis in the given style, code in backticks, external links with their address. */
export function inlineText(nodes: readonly PhrasingContent[], style: Style): string {
  return nodes.map((node) => phrase(node, style)).join('');
}

function phrase(node: PhrasingContent, style: Style): string {
  switch (node.type) {
    case 'text':
      return printable(node.value).replace(/\s*\n\s*/g, ' ');
    case 'inlineCode':
      return `\`${printable(node.value)}\``;
    case 'break':
      return '\n';
    case 'strong':
      return perWord(inlineText(node.children, style), style.bold);
    case 'link': {
      const text = inlineText(node.children, style);
      const leadsOut = node.data?.target?.kind === 'outside' || (!node.data?.target && /^https?:/.test(node.url));
      return leadsOut && !text.includes(node.url) ? `${text} (${printable(node.url)})` : text;
    }
    case 'emphasis':
    case 'delete':
    case 'linkReference':
      return inlineText(node.children, style);
    case 'image':
      return printable(node.alt ?? '');
    default:
      return '';
  }
}

/** Word by word, because a line may break between them. */
function perWord(text: string, emphasise: (word: string) => string): string {
  return text.replace(/\S+/g, emphasise);
}
