import type { Nodes, PhrasingContent, RootContent, Text } from 'mdast';
import { splitIntoWords } from './words-in.js';

/** A copy of the blocks with every matched word in bold. Code, links and what is bold already stay as they are. */
export const emphasise = (blocks: readonly RootContent[], isMatch: (word: string) => boolean): RootContent[] =>
  blocks.map((block) => emphasiseNode(block, isMatch));

const emphasiseNode = <N extends Nodes>(node: N, isMatch: (word: string) => boolean): N => {
  if (!('children' in node) || node.type === 'link' || node.type === 'strong') return node;
  const children = (node.children as Nodes[]).flatMap((child): Nodes[] =>
    child.type === 'text' ? emphasiseText(child, isMatch) : [emphasiseNode(child, isMatch)],
  );
  return { ...node, children } as N;
};

const emphasiseText = (node: Text, isMatch: (word: string) => boolean): PhrasingContent[] => {
  const content: PhrasingContent[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') content.push({ type: 'text', value: plain });
    plain = '';
  };
  for (const part of splitIntoWords(node.value)) {
    if (part.isWord && isMatch(part.text)) {
      flush();
      content.push({ type: 'strong', children: [{ type: 'text', value: part.text }] });
    } else {
      plain += part.text;
    }
  }
  flush();
  return content;
};
