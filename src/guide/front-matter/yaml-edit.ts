import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

/** Replaces the characters from `start` up to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edit that adds texts to the list at a path of keys, and adds the list and its groups where they are missing. It touches
 * nothing else: comments, quotes and order stay.
 * @param yaml with "\n" as line ends
 * @returns undefined if the YAML is written in a way that is not edited, such as `{…}` around the path, or an alias
 */
export function addToList(yaml: string, path: readonly string[], texts: readonly string[]): Edit | undefined {
  const document = parseDocument(yaml, { schema: 'failsafe', prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  const root = document.contents;
  if (isMap(root)) return editMap({ yaml, texts }, root, path);
  if (root !== null && !isEmpty(root)) return undefined;
  const lineBreak = yaml === '' || yaml.endsWith('\n') ? '' : '\n';
  return insert(yaml.length, `${lineBreak}${newList(path, 0, texts)}\n`);
}

interface Editing {
  readonly yaml: string;
  readonly texts: readonly string[];
}

function editMap(editing: Editing, map: YAMLMap, [key = '', ...rest]: readonly string[]): Edit | undefined {
  const { yaml, texts } = editing;
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  const first = startOf(map.items[0]?.key);
  if (map.flow || first === undefined) return undefined;
  const indent = columnOf(yaml, first);
  if (pair === undefined) return insertBelow(yaml, lastEnd(map), newList([key, ...rest], indent, texts));
  if (rest.length === 0) return editValue(editing, pair);
  if (isMap(pair.value)) return editMap(editing, pair.value, rest);
  if (!isEmpty(pair.value)) return undefined;
  return insertBelow(yaml, endOf(pair.key), newList(rest, indent + 2, texts));
}

function editValue({ yaml, texts }: Editing, { key, value }: Pair): Edit | undefined {
  if (isSeq(value)) return value.flow ? editFlowList(value, texts) : editBlockList(yaml, value, texts);
  if (!isScalar(value) || value.anchor !== undefined || /^BLOCK/.test(value.type ?? '')) return undefined;
  const [start, end] = [startOf(value), endOf(value)];
  const colon = yaml.indexOf(':', endOf(key));
  if (start === undefined || end === undefined || colon === -1) return undefined;
  // `keywords:` alone.
  if (start === end) return insert(colon + 1, ` ${flowList(texts)}`);
  // `keywords: one, two`, or `keywords: null`.
  const before = isEmpty(value) ? [] : String(value.value).split(',');
  const kept = before.map((text) => text.trim().replace(/\s+/g, ' ')).filter((text) => text !== '');
  return { start, end, text: flowList([...kept, ...texts]) };
}

function editFlowList(list: YAMLSeq, texts: readonly string[]): Edit | undefined {
  const added = texts.map(quote).join(', ');
  if (list.items.length === 0) {
    const start = startOf(list);
    return start === undefined ? undefined : insert(start + 1, added);
  }
  const end = endOf(list.items.at(-1));
  return end === undefined ? undefined : insert(end, `, ${added}`);
}

function editBlockList(yaml: string, list: YAMLSeq, texts: readonly string[]): Edit | undefined {
  const start = startOf(list);
  if (start === undefined) return undefined;
  const indent = ' '.repeat(columnOf(yaml, start));
  return insertBelow(yaml, lastEnd(list), texts.map((text) => `${indent}- ${quote(text)}`).join('\n'));
}

/** `keywords: [a, b]`, or with a longer path a group for each key but the last. */
function newList(path: readonly string[], indent: number, texts: readonly string[]): string {
  const keys = path.map((key, depth) => `${' '.repeat(indent + 2 * depth)}${quote(key)}:`);
  return `${keys.join('\n')} ${flowList(texts)}`;
}

function flowList(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`;
}

/** Plain where that is safe in any place; the rest in double quotes, in which YAML and JSON agree. */
function quote(text: string): string {
  return /^\p{L}[\p{L}\p{N} ./_+-]*$/u.test(text) && !/^null$/i.test(text) && text === text.trim()
    ? text
    : JSON.stringify(text);
}

/** Below the line that has this place. */
function insertBelow(yaml: string, place: number | undefined, lines: string): Edit | undefined {
  if (place === undefined) return undefined;
  // A block of text ends after its line break.
  const lineEnd = yaml.indexOf('\n', yaml[place - 1] === '\n' ? place - 1 : place);
  return lineEnd === -1 ? insert(yaml.length, `\n${lines}`) : insert(lineEnd, `\n${lines}`);
}

function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** Where the last value inside a block ends; the block's own end is after the comments below it. */
function lastEnd(node: unknown): number | undefined {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    return lastEnd(last?.value) ?? endOf(last?.key);
  }
  return isSeq(node) && !node.flow ? lastEnd(node.items.at(-1)) : endOf(node);
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[0];
}

function endOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[1];
}

function columnOf(yaml: string, place: number): number {
  return place - (yaml.lastIndexOf('\n', place - 1) + 1);
}

/** Written as nothing, or as null. */
function isEmpty(node: unknown): boolean {
  if (node === null || node === undefined) return true;
  return isScalar(node) && /^(?:|~|null)$/i.test(String(node.value ?? ''));
}
