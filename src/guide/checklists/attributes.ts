import type { Nodes, Paragraph, PhrasingContent, RootContent, TableCell } from 'mdast';
import { rewriteTree } from '../parse/tree.js';

/*
 * Attributes as Pandoc, kramdown and MkDocs' attr_list write them: `{#id .class key=value key="two words"}`, `{: #id }`. Read by hand: a
 * pattern for quoted values between spaces would take time that grows with the square of the length.
 */

export interface Attributes {
  readonly id?: string;
  readonly classes: readonly string[];
  /** In their order. A key may be there twice. A word without a value, such as `optional`, is `true`. */
  readonly entries: readonly Attribute[];
}

export interface Attribute {
  readonly key: string;
  readonly value: string;
}

/** The keys that mean something on an item. `optional` needs no value. */
export const ITEM_KEYS = ['role', 'sign-off', 'evidence', 'when', 'unless', 'wait', 'due', 'optional'] as const;
export type ItemKey = (typeof ITEM_KEYS)[number];

const SPACE = /\s*/y;
const ID = /#([\p{L}\p{N}_][\p{L}\p{N}_.:-]*)(?=[\s}])/uy;
const CLASS = /\.([\p{L}\p{N}_-][\p{L}\p{N}_.:-]*)(?=[\s}])/uy;
const ENTRY = /([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^\s"'“”{}]+))(?=[\s}])/uy;
const FLAG = /optional(?=[\s}])/y;

/** Reads `{…}`; undefined if it is anything else. */
export function parseAttributes(text: string): Attributes | undefined {
  if (!/^\{.+\}$/s.test(text)) return undefined;
  let place = text.startsWith('{:') ? 2 : 1;
  let id: string | undefined;
  const classes: string[] = [];
  const entries: Attribute[] = [];
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    if (match !== null) place += match[0].length;
    return match;
  };
  next(SPACE);
  while (place < text.length - 1) {
    const found = next(ID) ?? next(CLASS) ?? next(FLAG) ?? next(ENTRY);
    if (found === null) return undefined;
    const [whole, name = '', ...values] = found;
    if (whole.startsWith('#')) id = name;
    else if (whole.startsWith('.')) classes.push(name);
    else if (whole === 'optional') entries.push({ key: whole, value: 'true' });
    else entries.push({ key: name, value: values.find((value) => value !== undefined) ?? '' });
    next(SPACE);
  }
  const isEmpty = id === undefined && classes.length === 0 && entries.length === 0;
  return isEmpty ? undefined : { ...(id !== undefined && { id }), classes, entries };
}

/** Writes attributes so that `parseAttributes` reads the same. */
export function printAttributes({ id, classes, entries }: Attributes): string {
  const parts = [
    ...(id === undefined ? [] : [`#${id}`]),
    ...classes.map((name) => `.${name}`),
    ...entries.map(({ key, value }) => (key === 'optional' && value === 'true' ? key : printAttribute(key, value))),
  ];
  return `{${parts.join(' ')}}`;
}

/** `wait=15m`, `when="type is hotfix"` */
export function printAttribute(key: string, value: string): string {
  if (/^[^\s"'“”{}]+$/u.test(value)) return `${key}=${value}`;
  return value.includes('"') ? `${key}='${value}'` : `${key}="${value}"`;
}

/** Attributes are short. What is farther from the end of a line is not looked at. */
const MAX_LENGTH = 600;
const MAX_BRACES = 20;

export interface FoundAttributes {
  readonly attributes: Attributes;
  /** Where they start in the text. */
  readonly start: number;
}

/** The attributes at the end of a line; undefined if it does not end in any. */
export function attributesAtEnd(line: string): FoundAttributes | undefined {
  const text = line.trimEnd();
  if (!text.endsWith('}')) return undefined;
  let start = text.lastIndexOf('{');
  for (let tries = 0; start >= 0 && tries < MAX_BRACES && text.length - start <= MAX_LENGTH; tries++) {
    const attributes = parseAttributes(text.slice(start));
    if (attributes !== undefined) return { attributes, start };
    start = start === 0 ? -1 : text.lastIndexOf('{', start - 1);
  }
  return undefined;
}

const ATTEMPT = new RegExp(`\\{:?[ \\t]*(?:#[\\w:.-]+[ \\t]+)?(?:${ITEM_KEYS.join('|')})[ \\t]*[=:“"'][^\\n]{0,80}`);

/** What looks like attributes that cannot be read, such as `{role=lead` or `{role=lead} and more`; undefined if nothing does. */
function misplacedAttributes(line: string): string | undefined {
  return ATTEMPT.exec(line.slice(-MAX_LENGTH))?.[0];
}

const OPENING = new RegExp(`\\{[ \\t]*(?:(?:${ITEM_KEYS.join('|')})=(?![=>])|optional(?=[ \\t}]))`, 'y');

/** Whether a "{" begins attributes with a key that means something on an item: in MDX, other braces are expressions. */
export function opensAttributes(text: string, index: number): boolean {
  OPENING.lastIndex = index;
  return OPENING.test(text);
}

/** Whether attributes are for a checklist, and not for the look of a page. */
export function isForChecklist({ id, entries }: Attributes): boolean {
  return id !== undefined || hasItemKey({ entries });
}

/** Whether attributes have a key that means something on an item. */
export function hasItemKey({ entries }: Pick<Attributes, 'entries'>): boolean {
  return entries.some(({ key }) => (ITEM_KEYS as readonly string[]).includes(key));
}

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
