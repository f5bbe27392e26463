import type { Blockquote, Nodes, Paragraph, PhrasingContent, Root } from 'mdast';
import { rewriteTree } from './rewrite-tree.js';

const ALERT = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/i;
const ADMONITION = /^(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z]+)(?:[ \t]+"([^"\n]*)")?[ \t]*(?:\n|$)/;

/** Reads the two spellings of a boxed remark, `> [!NOTE]` and `!!! note "Title"`, as a quotation that opens with its kind in bold. */
export function readAdmonitions(root: Root): Root {
  const withAlerts = rewriteTree(root, (node) => (node.type === 'blockquote' ? [readAlert(node)] : [node]));
  return {
    ...withAlerts,
    children: withAlerts.children.map((node) => (node.type === 'paragraph' ? readAdmonition(node) : node)),
  };
}

function readAlert(quote: Blockquote): Nodes {
  const [first, ...others] = quote.children;
  const opening = first?.type === 'paragraph' ? openingText(first) : undefined;
  const match = opening === undefined ? null : ALERT.exec(opening);
  if (first?.type !== 'paragraph' || match === null) return quote;
  return { ...quote, children: [labelled(first, match[0].length, match[1] ?? ''), ...others] };
}

function readAdmonition(paragraph: Paragraph): Paragraph | Blockquote {
  const match = ADMONITION.exec(openingText(paragraph) ?? '');
  if (match === null) return paragraph;
  return { type: 'blockquote', children: [labelled(paragraph, match[0].length, match[2] || (match[1] ?? ''))] };
}

function openingText({ children }: Paragraph): string | undefined {
  return children[0]?.type === 'text' ? children[0].value : undefined;
}

function labelled(paragraph: Paragraph, markerLength: number, label: string): Paragraph {
  const [, ...others] = paragraph.children;
  const text = (openingText(paragraph) ?? '').slice(markerLength);
  const rest: PhrasingContent[] = [...(text === '' ? [] : [{ type: 'text' as const, value: text }]), ...others];
  const kind: PhrasingContent = { type: 'strong', children: [{ type: 'text', value: sentenceCase(label) }] };
  return { ...paragraph, children: rest.length === 0 ? [kind] : [kind, { type: 'text', value: ': ' }, ...rest] };
}

function sentenceCase(label: string): string {
  return label.charAt(0).toUpperCase() + (/[a-z]/.test(label) ? label.slice(1) : label.slice(1).toLowerCase());
}
