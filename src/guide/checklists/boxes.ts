import type { ListItem, Nodes, Paragraph, PhrasingContent, RootContent, Table, TableCell, TableRow } from 'mdast';
import { plainText } from '../text.js';
import { type Replacements, takeAttributes } from './attributes.js';
import type { RawItem } from './collect.js';

/*
 * What is a box to tick: `- [ ]`, `- ☐`, `- []` (a slip), a paragraph that begins with a check mark or an icon, a cell of a table that is `[ ]`.
 * And a table of checks, with or without boxes: each of its rows is an item.
 */

/** A box with a slip: Markdown takes "[]", "[  ]" and "[ ]Text" for text. */
const SLIP = /^\s*\[(?:\s*|[xX✓✔])\](?![([:])\s*/u;
const BOX_CHARACTER = /^\s*[☐□▢⬜]\uFE0F?\s*/u;

export interface Box {
  readonly isChecked: boolean;
  readonly isSlip: boolean;
  /** What the item says, without its box. */
  readonly blocks: readonly RootContent[];
}

/** The box at the start of a list item; undefined for a plain item. */
export function boxOf({ checked, children }: ListItem): Box | undefined {
  if (typeof checked === 'boolean') return { isChecked: checked, isSlip: false, blocks: children };
  const [first, ...others] = children;
  const opening = first?.type === 'paragraph' ? first.children[0] : undefined;
  if (first?.type !== 'paragraph' || opening?.type !== 'text') return undefined;
  const slip = SLIP.exec(opening.value);
  const mark = slip ?? BOX_CHARACTER.exec(opening.value);
  if (mark === null) return undefined;
  const rest: Paragraph = {
    ...first,
    children: [{ ...opening, value: opening.value.slice(mark[0].length) }, ...first.children.slice(1)],
  };
  const isEmpty = plainText([rest]).trim() === '';
  return {
    isChecked: /[xX✓✔]/u.test(mark[0]),
    isSlip: slip !== null,
    blocks: isEmpty && rest.children.length === 1 ? others : [rest, ...others],
  };
}

/** A list item with a box, or a cell of a table that is one. */
export interface FoundBox {
  readonly node: ListItem | TableCell;
  readonly isQuoted: boolean;
}

/** All boxes of some blocks, in their order. Slips do not count: "- []" may be what a page is about. */
export function boxesIn(nodes: readonly Nodes[], isQuoted = false): FoundBox[] {
  return nodes.flatMap((node) => {
    const isBox =
      (node.type === 'listItem' && boxOf(node)?.isSlip === false) ||
      (node.type === 'tableCell' && cellBox(node) !== undefined);
    // The names of a table's columns are no boxes.
    const children = node.type === 'table' ? node.children.slice(1) : 'children' in node ? node.children : [];
    const inside = boxesIn(children, isQuoted || node.type === 'blockquote');
    return isBox ? [{ node, isQuoted }, ...inside] : inside;
  });
}

/** Whether some blocks have a box, those in quotations left out. */
export function hasBoxes(blocks: readonly RootContent[]): boolean {
  return boxesIn(blocks).some(({ isQuoted }) => !isQuoted);
}

const CELL_BOX = /^\s*(?:\[([ xX]?)\]|[☐□▢⬜]\uFE0F?)\s*/u;

/** The box at the start of a cell of a table, and what follows it; undefined if it has none. */
function cellBox({
  children: [first, ...others],
}: TableCell): { isChecked: boolean; children: PhrasingContent[] } | undefined {
  const match = first?.type === 'text' ? CELL_BOX.exec(first.value) : null;
  if (first?.type !== 'text' || match === null) return undefined;
  const [mark, letter = ''] = match;
  return {
    isChecked: /[xX]/.test(letter),
    children: [{ type: 'text', value: first.value.slice(mark.length) }, ...others],
  };
}

const MARK =
  /^\s*(?:[✓✔☑✅☐□▢⬜]\uFE0F?|\[[ xX]\](?=\s)|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):)\s*/u;
const MARK_ON_NEW_LINE =
  /\n(?=\s*(?:[✓✔☑✅☐□▢⬜]|\[[ xX]\]\s|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):))/u;

/** A part of a paragraph: an item of a checklist, if it begins with a check mark or an icon. */
export interface MarkedPart {
  readonly isMarked: boolean;
  readonly children: readonly PhrasingContent[];
  /** Lines of the paragraph before it. */
  readonly linesBefore: number;
}

interface OpenPart {
  isMarked: boolean;
  children: PhrasingContent[];
  linesBefore: number;
}

/** One paragraph may contain several items, one per line. */
export function splitAtMarks({ children }: Paragraph): MarkedPart[] {
  const parts: OpenPart[] = [{ isMarked: false, children: [], linesBefore: 0 }];
  let lines = 0;
  const current = (): OpenPart => parts.at(-1) ?? { isMarked: false, children: [], linesBefore: 0 };
  const openPart = (): void => {
    if (current().children.length === 0 && !current().isMarked) current().isMarked = true;
    else parts.push({ isMarked: true, children: [], linesBefore: lines });
  };
  for (const node of children) {
    if (node.type !== 'text') {
      if (node.type === 'break') lines += 1;
      current().children.push(node);
    } else if (node.data?.checkMark) {
      if (atLineStart(current())) openPart();
    } else {
      for (const [index, line] of node.value.split(MARK_ON_NEW_LINE).entries()) {
        const startsLine = index > 0 || atLineStart(current());
        if (index > 0) lines += 1;
        const mark = startsLine ? MARK.exec(line)?.[0] : undefined;
        if (mark !== undefined) openPart();
        current().children.push({ type: 'text', value: line.slice(mark?.length ?? 0) });
        lines += line.split('\n').length - 1;
      }
    }
  }
  return parts;
}

function atLineStart({ isMarked, children }: OpenPart): boolean {
  const last = children.at(-1);
  if (last === undefined) return !isMarked;
  return last.type === 'break' || (last.type === 'text' && /\n\s*$/.test(last.value));
}

/** What the column of the checks is called: "Check", "Work item", "Requirements", but not "Checked by". */
const CHECKS =
  /\b(?:checks?|items?|requirements?|tasks?|steps?|actions?)\s*$|^(?:checks?|items?|requirements?|tasks?|steps?|actions?)\b(?!ed|ing)/i;

interface Reading {
  /** Whether a table without boxes counts if the name of a column says that it is one of checks. */
  readonly withoutBoxes: boolean;
  readonly replaced: Replacements;
  readonly taken: Set<object>;
  readonly line: number;
}

/** The rows of a table of checks as items, with the other columns as detail; undefined if it is another table. */
export function rowsOf(
  { children: [head, ...rows] }: Table,
  { withoutBoxes, replaced, taken, line: firstLine }: Reading,
): Omit<RawItem, 'added' | 'phase'>[] | undefined {
  const names = head?.children.map((cell) => plainText(cell.children, ' ').trim()) ?? [];
  const hasBoxes = rows.some((row) => row.children.some((cell) => cellBox(cell) !== undefined));
  if (!hasBoxes && !(withoutBoxes && names.some((name) => CHECKS.test(name)))) return undefined;
  const column = titleColumn(names, rows);
  return rows.flatMap((row) => {
    const boxes = row.children.map((cell) => cellBox(cell));
    // Among rows with boxes, one without is a heading or a sum.
    if (hasBoxes && boxes.every((box) => box === undefined)) return [];
    const own = row.children.map(
      (cell, index): TableCell => ({ ...cell, children: boxes[index]?.children ?? cell.children }),
    );
    for (const [index, box] of boxes.entries())
      if (box !== undefined && row.children[index]) taken.add(row.children[index]);
    const cell = row.children[column];
    const { attributes, children, written } = takeAttributes(own[column]?.children ?? []);
    if (cell !== undefined && written !== undefined)
      replaced.set(cell, { ...cell, children: takeAttributes(cell.children).children });
    const line = row.position?.start.line ?? firstLine;
    return {
      as: hasBoxes ? ('box' as const) : ('row' as const),
      own: [paragraph(children), ...detailsOf(own, names, column)],
      inner: [],
      ...(attributes && { attributes: { attributes, line } }),
      line,
      isChecked: boxes.some((box) => box?.isChecked),
      isSlip: false,
    };
  });
}

/** The column that says what to do: one that is called so, or the first with words. Columns of boxes or of numbers say nothing. */
function titleColumn(names: readonly string[], rows: readonly TableRow[]): number {
  const width = Math.max(names.length, ...rows.map(({ children }) => children.length));
  const hasWords = (column: number): boolean => {
    const cells = rows.map(({ children }) => children[column]);
    return cells.some(
      (cell) => cell !== undefined && /\p{L}/u.test(plainText(cellBox(cell)?.children ?? cell.children)),
    );
  };
  const columns = Array.from({ length: width }, (_, column) => column).filter(hasWords);
  return columns.find((column) => CHECKS.test(names[column] ?? '')) ?? columns[0] ?? 0;
}

/** "**Owner**: the platform team", a line for each column that has something. */
function detailsOf(cells: readonly TableCell[], names: readonly string[], title: number): RootContent[] {
  const lines = cells.flatMap(({ children }, column): PhrasingContent[][] => {
    if (column === title || plainText(children).trim() === '') return [];
    const name = names[column] ?? '';
    return [
      name === ''
        ? children
        : [{ type: 'strong', children: [{ type: 'text', value: name }] }, { type: 'text', value: ': ' }, ...children],
    ];
  });
  const children = lines.flatMap((line, index): PhrasingContent[] =>
    index === 0 ? line : [{ type: 'break' }, ...line],
  );
  return children.length === 0 ? [] : [paragraph(children)];
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children };
}
