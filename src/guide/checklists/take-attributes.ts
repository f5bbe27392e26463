import type { Nodes, Paragraph, PhrasingContent, RootContent, TableCell } from 'mdast';
import { rewriteTree } from '../parse/tree.js';
import {
  type Attributes,
  attributesAtEnd,
  hasItemKey,
  isForChecklist,
  misplacedAttributes,
  parseAttributes,
} from './attributes.js';

/** A line without its attributes. */
export interface TakenAttributes<T extends PhrasingContent = PhrasingContent> {
  readonly attributes?: Attributes;
  /** As they are written. */
  readonly written?: string;
  /** Lines between the first one and theirs. */
  readonly linesBefore: number;
  readonly children: T[];
}

/**
 * Takes the attributes from the end of the first line, or from the end of the last one, as a long line may be broken. kramdown writes those of a list item
 * in front of it: `- {: #id} Text`.
 */
export function takeAttributes(children: readonly PhrasingContent[]): TakenAttributes {
  const none = { linesBefore: 0, children: [...children] };
  if (!children.some((node) => node.type === 'text' && node.value.includes('{'))) return none;
  return (
    fromStart(children) ?? fromEndOfLine(children, firstBreak(children)) ?? fromEndOfLine(children, undefined) ?? none
  );
}

function fromStart(children: readonly PhrasingContent[]): TakenAttributes | undefined {
  const [first, ...others] = children;
  const written = first?.type === 'text' ? /^\s*(\{:[^{}\n]{1,300}\})/.exec(first.value) : null;
  const attributes = written?.[1] === undefined ? undefined : parseAttributes(written[1]);
  if (first?.type !== 'text' || written === null || attributes === undefined) return undefined;
  const rest: PhrasingContent = { ...first, value: first.value.slice(written[0].length).trimStart() };
  return { attributes, written: written[1] ?? '', linesBefore: 0, children: [rest, ...others] };
}

/** Where a line ends: the place of the node that it ends in or before, and of the line break in that node. */
interface LineEnd {
  readonly index: number;
  readonly offset: number;
}

function firstBreak(children: readonly PhrasingContent[]): LineEnd | undefined {
  for (const [index, node] of children.entries()) {
    if (node.type === 'break') return { index, offset: 0 };
    const offset = node.type === 'text' ? node.value.indexOf('\n') : -1;
    if (offset > 0 || (offset === 0 && index > 0)) return { index, offset };
  }
  return undefined;
}

/** @param end of the line; of the last one if it is undefined */
function fromEndOfLine(children: readonly PhrasingContent[], end: LineEnd | undefined): TakenAttributes | undefined {
  const isInNode = end !== undefined && end.offset > 0;
  const index = end === undefined ? children.length - 1 : isInNode ? end.index : end.index - 1;
  const node = children[index];
  if (node?.type !== 'text') return undefined;
  const line = isInNode ? node.value.slice(0, end.offset) : node.value;
  const found = attributesAtEnd(line);
  if (found === undefined) return undefined;
  const [before, after] = [line.slice(0, found.start), isInNode ? node.value.slice(end.offset) : ''];
  // "{{name}}" and "id{3}" are text; behind a link or code, no space is needed.
  if (before !== '' && !/\s$/.test(before)) return undefined;
  // What they end is a line, also where Markdown would go on with it.
  const rest: PhrasingContent[] = [{ ...node, value: before.trimEnd() }];
  if (after.trim() !== '') rest.push({ type: 'break' }, { ...node, value: after.trimStart() });
  return {
    attributes: found.attributes,
    written: line.slice(found.start).trimEnd(),
    linesBefore: linesIn(children.slice(0, index)) + before.split('\n').length - 1,
    children: [...children.slice(0, index), ...rest, ...children.slice(index + 1)],
  };
}

/** Line breaks in some inline nodes. */
export function linesIn(nodes: readonly Nodes[]): number {
  return nodes.reduce((sum, node) => {
    if (node.type === 'break') return sum + 1;
    if ('children' in node) return sum + linesIn(node.children);
    return sum + ('value' in node ? node.value.split('\n').length - 1 : 0);
  }, 0);
}

/** The attributes that a paragraph has and nothing else: `{: role=lead}` on a line of its own. Only those that mean something on an item. */
export function onlyAttributes(block: RootContent | undefined): Attributes | undefined {
  const [only, ...others] = block?.type === 'paragraph' ? block.children : [];
  if (only?.type !== 'text' || others.length > 0) return undefined;
  const attributes = parseAttributes(only.value.trim());
  return attributes !== undefined && hasItemKey(attributes) ? attributes : undefined;
}

/** The first text of some inline nodes that looks like attributes and cannot be read as such. */
export function misplacedIn(children: readonly PhrasingContent[]): string | undefined {
  for (const node of children) {
    const found = node.type === 'text' ? misplacedAttributes(node.value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What has lost its attributes, by what it was: the sections of the page show it so, too. */
export type Replacements = Map<Paragraph | TableCell, Paragraph | TableCell>;

/** Some blocks, with what was replaced, and without the attributes that only described the look of a list item or of a bold line. */
export function withoutAttributes(blocks: readonly RootContent[], replaced: Replacements): RootContent[] {
  return rewriteTree({ type: 'root', children: [...blocks] }, (node, parent) => {
    if (node.type === 'tableCell') return [replaced.get(node) ?? node];
    if (node.type !== 'paragraph') return [node];
    const found = replaced.get(node);
    if (found !== undefined) return [found];
    const isItem = parent.type === 'listItem' && parent.children[0] === node;
    if (!isItem && node.children[0]?.type !== 'strong') return [node];
    // A box may be in no checklist, and still have what belongs to one.
    const isBox = parent.type === 'listItem' && typeof parent.checked === 'boolean';
    return [withoutUnread(node, isBox)];
  }).children;
}

/** Behind a link, code or bold text, attributes are for its look. Behind text they are text, but not behind that of a box. */
function withoutUnread(paragraph: Paragraph, isBox: boolean): Paragraph {
  const { attributes, written, children, linesBefore } = takeAttributes(paragraph.children);
  if (attributes === undefined || written === undefined) return paragraph;
  if (isBox && isForChecklist(attributes)) return withoutWritten(paragraph, [written]);
  if (linesBefore > 0) return paragraph;
  const at = children.findIndex((node, index) => node !== paragraph.children[index]);
  const [before, node] = [children[at - 1], children[at]];
  const isBehind = node?.type === 'text' && node.value.trim() === '' && before !== undefined && before.type !== 'text';
  return isBehind ? withoutWritten(paragraph, [written]) : paragraph;
}

/** A paragraph without attributes, as they are written in it. */
export function withoutWritten(paragraph: Paragraph, written: readonly string[]): Paragraph {
  const left = [...written];
  const children = paragraph.children.map((node) => {
    const found = node.type === 'text' ? left.find((each) => node.value.includes(each)) : undefined;
    if (node.type !== 'text' || found === undefined) return node;
    left.splice(left.indexOf(found), 1);
    const at = node.value.lastIndexOf(found);
    return { ...node, value: node.value.slice(0, at).trimEnd() + node.value.slice(at + found.length) };
  });
  return { ...paragraph, children };
}
