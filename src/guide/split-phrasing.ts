import type { PhrasingContent } from 'mdast';
import { inlineText } from './plain-text.js';

/** Parts a line at an offset into its plain text. Emphasis, code and links are never torn: the part before takes them whole. */
export function splitPhrasing(
  nodes: readonly PhrasingContent[],
  offset: number,
): [PhrasingContent[], PhrasingContent[]] {
  const before: PhrasingContent[] = [];
  let left = offset;
  for (const [index, node] of nodes.entries()) {
    if (left <= 0) return [before, nodes.slice(index)];
    const length = (inlineText(node) ?? '').length;
    if (node.type === 'text' && length > left) {
      const rest: PhrasingContent = { type: 'text', value: node.value.slice(left) };
      return [
        [...before, { type: 'text', value: node.value.slice(0, left) }],
        [rest, ...nodes.slice(index + 1)],
      ];
    }
    before.push(node);
    left -= length;
  }
  return [before, []];
}
