import type { Blockquote, FootnoteDefinition, Image, Nodes, Parents, PhrasingContent, Root } from 'mdast';
import type { Line } from '../dialects/lines.js';
import type { Rule } from '../rules.js';
import { plainText } from '../text.js';
import { dropFurniture } from './furniture.js';
import { readHtml } from './html.js';
import { countPage } from './limits.js';
import { createParser } from './parser.js';
import { treeOf } from './token-tree.js';
import { rewriteTree, walkTree } from './tree.js';

const parser = createParser();

/**
 * Markdown (GFM) → a tree without HTML, images, references and footnotes. Nodes have the numbers of their lines in the file.
 * @param warn called for what is left out, with its line
 * @throws PageError if the text is beyond the limits of a page
 */
export function parseMarkdown(
  lines: readonly Line[],
  warn: (line: number, text: string, rule: Rule) => void = () => {},
): Root {
  const numberOf = (index: number): number => (lines[index] ?? lines.at(-1))?.line ?? 1;
  const isBlank = (index: number): boolean => /^[\s>]*$/.test(lines[index]?.text ?? '');
  const text = lines.map((line) => line.text).join('\n');
  const blocks = parser.blocks(text, countPage(lines.length, numberOf));
  const root = limitDepth(treeOf(blocks, { numberOf, isBlank }));
  return readAlerts(resolveReferences(dropFurniture(readHtml(root, warn)), warn));
}

/**
 * Replaces nodes that refer to other places in the file, so that sections do not depend on each other: an image becomes a link with its
 * alternative text, and a footnote goes in parentheses where it is first mentioned. References are links already.
 */
function resolveReferences(root: Root, warn: (line: number, text: string, rule: Rule) => void): Root {
  const footnotes = new Map<string, FootnoteDefinition>();
  for (const node of walkTree(root)) {
    if (node.type === 'footnoteDefinition' && !footnotes.has(node.identifier)) footnotes.set(node.identifier, node);
  }

  const warnOfNoAlt = ({ alt, url, position }: Image, parent: Parents): void => {
    if ((alt ?? '').trim() !== '') return;
    const shown = url.length > MAX_SHOWN ? `${url.slice(0, MAX_SHOWN)}…` : url;
    const advice = 'so nothing of it is shown. Write what it shows into the brackets: "![…](…)".';
    const line = (position ?? parent.position)?.start.line ?? 1;
    warn(line, `the image "${shown}" has no alternative text, ${advice}`, 'missing-alt');
  };
  const replace = (node: Nodes, parent: Parents): readonly Nodes[] => {
    if (node.type === 'image') {
      // The same picture again, for sites with a dark background.
      if (/#(?:only-dark|gh-dark-mode-only)$/.test(node.url)) return [];
      warnOfNoAlt(node, parent);
      return [imageLink(node, parent)];
    }
    return node.type === 'footnoteDefinition' ? [] : [node];
  };

  const notes = new Map([...footnotes].map(([id, note]) => [id, noteContent(rewriteTree(note, replace))]));
  return rewriteTree(root, (node, parent) => {
    if (node.type !== 'footnoteReference') return replace(node, parent);
    const note = parent.type === 'heading' ? undefined : notes.get(node.identifier);
    if (note === undefined) return [];
    notes.delete(node.identifier);
    return [{ type: 'text', value: ' (' }, ...note, { type: 'text', value: ')' }];
  });
}

/** Characters of an address in a message. */
const MAX_SHOWN = 80;

/** Only an image on the web has an address that leads anywhere. Links do not nest, and a heading has none. */
function imageLink({ alt, url, position }: Image, parent: Parents): PhrasingContent {
  const text = { type: 'text', value: alt ?? '' } as const;
  if (!/^https?:\/\//i.test(url) || text.value.trim() === '' || !HOLDS_LINKS.has(parent.type)) return text;
  return { type: 'link', url, children: [text], ...(position && { position }) };
}

const HOLDS_LINKS: ReadonlySet<string> = new Set(['paragraph', 'tableCell', 'emphasis', 'strong']);

// References inside a note are dropped, because notes could refer to each other for ever.
function noteContent({ children }: FootnoteDefinition): PhrasingContent[] {
  const [first] = children;
  const content =
    children.length === 1 && first?.type === 'paragraph'
      ? first.children
      : [{ type: 'text' as const, value: plainText(children, ' ') }];
  return content.filter((node) => node.type !== 'footnoteReference');
}

// GitHub writes "[!NOTE]" on a line of its own; Obsidian adds a title and a sign for folding.
const ALERT = /^\[!([A-Za-z][\w-]*)\][+-]?[ \t]*/;

/** Reads a callout as a quotation that begins with its title or kind in bold. */
function readAlerts(root: Root): Root {
  return rewriteTree(root, (node) => (node.type === 'blockquote' ? [readAlert(node)] : [node]));
}

function readAlert(quote: Blockquote): Nodes {
  const [first, ...others] = quote.children;
  const opening = first?.type === 'paragraph' && first.children[0]?.type === 'text' ? first.children[0] : undefined;
  const match = opening === undefined ? null : ALERT.exec(opening.value);
  if (first?.type !== 'paragraph' || opening === undefined || match === null) return quote;
  const afterMark: PhrasingContent[] = [
    { ...opening, value: opening.value.slice(match[0].length) },
    ...first.children.slice(1),
  ];
  const [title, rest] = splitAtLine(afterMark);
  const isTitled = plainText(title).trim() !== '';
  const label: PhrasingContent = {
    type: 'strong',
    children: isTitled ? title : [{ type: 'text', value: sentenceCase(match[1] ?? '') }],
  };
  const children = rest.length === 0 ? [label] : [label, { type: 'text' as const, value: ': ' }, ...rest];
  return { ...quote, children: [{ ...first, children }, ...others] };
}

/** What is on the first line, and what is below it. */
function splitAtLine(nodes: readonly PhrasingContent[]): [PhrasingContent[], PhrasingContent[]] {
  for (const [index, node] of nodes.entries()) {
    const lineEnd = node.type === 'text' ? node.value.indexOf('\n') : node.type === 'break' ? 0 : -1;
    if (lineEnd === -1) continue;
    const text = node.type === 'text' ? node.value : '';
    const [before, after] = [text.slice(0, lineEnd).trimEnd(), text.slice(lineEnd + 1)];
    return [
      [...nodes.slice(0, index), ...(before === '' ? [] : [{ type: 'text' as const, value: before }])],
      [...(after === '' ? [] : [{ type: 'text' as const, value: after }]), ...nodes.slice(index + 1)],
    ];
  }
  return [[...nodes], []];
}

function sentenceCase(label: string): string {
  return label.charAt(0).toUpperCase() + (/[a-z]/.test(label) ? label.slice(1) : label.slice(1).toLowerCase());
}

const MAX_TREE_DEPTH = 24;

/**
 * Turns very deep nodes into plain text, so that later steps can be recursive. Not recursive itself; changes the tree in place.
 */
function limitDepth(root: Root): Root {
  const waiting: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    if (!('children' in node)) continue;
    if (depth >= MAX_TREE_DEPTH) (node as { children: Nodes[] }).children = node.children.map(flatten);
    else for (const child of node.children) waiting.push({ node: child, depth: depth + 1 });
  }
  return root;
}

function flatten(node: Nodes): Nodes {
  if (!('children' in node)) return node;
  const text = { type: 'text' as const, value: textOf(node) };
  switch (node.type) {
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'link':
      return text;
    case 'listItem':
      return { type: 'listItem', children: [{ type: 'paragraph', children: [text] }] };
    case 'tableRow':
      return { type: 'tableRow', children: [{ type: 'tableCell', children: [text] }] };
    case 'tableCell':
      return { type: 'tableCell', children: [text] };
    default:
      return { type: 'paragraph', children: [text] };
  }
}

function textOf(node: Nodes): string {
  const parts: string[] = [];
  const waiting: Nodes[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ('children' in next) waiting.push(...[...next.children].reverse());
    else if (next.type === 'text' || next.type === 'inlineCode' || next.type === 'code') parts.push(next.value);
  }
  return parts.join(' ');
}
