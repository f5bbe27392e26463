import type { Paragraph, PhrasingContent, RootContent, Table, TableCell, TableRow } from 'mdast';
import { plainText } from '../text.js';
import { type Replacements, takeAttributes } from './attributes.js';
import { cellBox } from './boxes.js';
import type { RawItem } from './collect.js';

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
