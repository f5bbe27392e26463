import type { PhrasingContent } from 'mdast';
import { printable } from './printable.js';
import type { Style } from './style.js';

/** What stands inside a line: emphasis as the style has it, code in backticks, outside links with their address. */
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

/** So that a line may break between the words. */
function perWord(text: string, emphasise: (word: string) => string): string {
  return text.replace(/\S+/g, emphasise);
}
