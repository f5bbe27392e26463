import type { Nodes, PhrasingContent, RootContent, Text } from 'mdast';
import { findWords } from './words-in.js';

/** The blocks with every matched word, given in lower case, in bold. Code, links and what is bold already stay as they are. */
export function emphasise(blocks: readonly RootContent[], words: ReadonlySet<string>): RootContent[] {
  return blocks.map((block) => emphasiseNode(block, words));
}

function emphasiseNode<N extends Nodes>(node: N, words: ReadonlySet<string>): N {
  if (!('children' in node) || node.type === 'link' || node.type === 'strong') return node;
  const children: Nodes[] = [];
  for (const child of node.children as Nodes[]) {
    if (child.type === 'text') children.push(...emphasiseText(child, words));
    else children.push(emphasiseNode(child, words));
  }
  return { ...node, children } as N;
}

function emphasiseText(node: Text, words: ReadonlySet<string>): PhrasingContent[] {
  const places = findWords(node.value, words);
  if (places.length === 0) return [node];
  const content: PhrasingContent[] = [];
  let done = 0;
  for (const { start, end } of places) {
    if (start > done) content.push({ type: 'text', value: node.value.slice(done, start) });
    content.push({ type: 'strong', children: [{ type: 'text', value: node.value.slice(start, end) }] });
    done = end;
  }
  if (done < node.value.length) content.push({ type: 'text', value: node.value.slice(done) });
  return content;
}
