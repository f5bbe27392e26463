import type { List, ListItem, Paragraph, RootContent } from 'mdast';
import { plainText } from '../text.js';
import {
  type Attributes,
  linesIn,
  misplacedIn,
  onlyAttributes,
  type Replacements,
  takeAttributes,
  withoutWritten,
} from './attributes.js';
import { boxOf, rowsOf, splitAtMarks } from './boxes.js';

/** An item of a checklist as it stands on the page. */
export interface RawItem {
  /** `box`: a task. Otherwise an item of a list, a paragraph with a check mark, a row of a table, or a heading. */
  readonly as: 'box' | 'mark' | 'number' | 'bullet' | 'row' | 'heading';
  /** What it says, without its box and its attributes. */
  readonly own: readonly RootContent[];
  /** What stands below it, up to the next item. */
  readonly added: RootContent[];
  /** Sub-items, with theirs among them. */
  readonly inner: readonly RawItem[];
  readonly attributes?: LocatedAttributes;
  readonly phase?: RawPhase;
  readonly line: number;
  readonly isChecked: boolean;
  readonly isSlip: boolean;
}

export interface LocatedAttributes {
  readonly attributes: Attributes;
  readonly line: number;
}

/** A subheading, or a bold line that stands alone. */
export interface RawPhase {
  readonly title: string;
  readonly line: number;
  readonly attributes?: LocatedAttributes;
  /** What looks like attributes and cannot be read as such. */
  readonly misplaced?: string;
  /** The heading that it stands under, if that is a phase, too. */
  readonly above?: RawPhase;
}

/** What counts as an item besides boxes. */
export interface Mode {
  /** Items of bulleted lists. */
  readonly bullets: boolean;
  /** Rows of tables of checks that have no boxes, unless they follow a box, whose text they are then. */
  readonly tables: boolean;
  /** Items of numbered lists: `apart` if they do not follow a box, whose text they are then. */
  readonly numbers: 'never' | 'apart' | 'always';
  /** Paragraphs that begin with a check mark. */
  readonly marks: boolean;
  /** Bold lines that stand alone are phases. */
  readonly labels: boolean;
}

/** Inside an item, only boxes are sub-items. */
const INSIDE: Mode = { bullets: false, tables: false, numbers: 'never', marks: false, labels: false };

export interface Collecting {
  readonly mode: Mode;
  readonly phase?: RawPhase | undefined;
  /** Where a block without a position stands. */
  readonly line: number;
  /** Filled with what has lost its attributes. */
  readonly replaced: Replacements;
  /** Filled with the list items and cells that became items. */
  readonly taken: Set<object>;
}

interface Label {
  readonly paragraph: Paragraph;
  readonly phase: RawPhase;
  readonly without: Paragraph;
  readonly texts: RootContent[];
}

/**
 * Collects the items of some blocks. What stands between two items belongs to the one above. `texts` are the blocks before the first item: they
 * belong to the phase. A bold line without items below it is a text like any other.
 */
export function collectItems(
  blocks: readonly RootContent[],
  { mode, phase: heading, line: firstLine, replaced, taken }: Collecting,
): { items: RawItem[]; texts: RootContent[] } {
  const items: RawItem[] = [];
  const texts: RootContent[] = [];
  let phase = heading;
  let open: RawItem | undefined;
  let label: Label | undefined;

  const add = (item: Omit<RawItem, 'added' | 'phase'>): void => {
    if (label !== undefined) {
      phase = label.phase;
      replaced.set(label.paragraph, label.without);
      label = undefined;
    }
    open = { ...item, added: [], ...(phase && { phase }) };
    items.push(open);
  };
  // Inside an item, a block below its sub-items is its own. A plain item between them is text of the one above.
  const isOwn = ({ type }: RootContent): boolean => mode === INSIDE && type !== 'list';
  const addText = (block: RootContent): void =>
    void (label?.texts ?? (open && !isOwn(block) ? lastOf(open).added : texts)).push(block);
  const endLabel = (): void => {
    const blocksOfLabel = label === undefined ? [] : [label.paragraph, ...label.texts];
    label = undefined;
    blocksOfLabel.forEach(addText);
  };

  const addList = (list: List): void => {
    const rest: ListItem[] = [];
    const flush = (): void => {
      if (rest.length > 0) addText({ ...list, children: rest.splice(0) });
    };
    for (const node of list.children) {
      const item = toItem(node, list, open, { mode, line: firstLine, replaced, taken });
      if (item === undefined) rest.push(node);
      else {
        flush();
        add(item);
      }
    }
    flush();
  };

  for (const [index, block] of blocks.entries()) {
    if (block.type === 'thematicBreak') {
      endLabel();
      open = undefined;
    } else if (block.type === 'paragraph') {
      const line = block.position?.start.line ?? firstLine;
      const found = mode.labels ? labelOf(block, line, heading) : undefined;
      if (found !== undefined) {
        endLabel();
        label = { paragraph: block, texts: [], ...found };
      } else if (mode.marks && splitAtMarks(block).some(({ isMarked }) => isMarked)) {
        addMarked(block, line, { add, addText, replaced });
      } else {
        // "Then:" announces the items below it, and says nothing about the one above.
        if (open?.as !== 'mark' && announcesItems(block, blocks[index + 1], mode)) open = undefined;
        addText(block);
      }
    } else if (block.type === 'list') addList(block);
    else if (block.type === 'table') {
      const rows = rowsOf(block, {
        withoutBoxes: mode.tables && open?.as !== 'box' && open?.as !== 'mark',
        replaced,
        taken,
        line: firstLine,
      });
      if (rows === undefined) addText(block);
      else for (const row of rows) add(row);
    } else addText(block);
  }
  endLabel();
  return { items, texts };
}

/** The last of an item's sub-items, or itself if it has none: what stands above the text below it. */
function lastOf(item: RawItem): RawItem {
  const last = item.inner.at(-1);
  return last === undefined ? item : lastOf(last);
}

/** A list item as an item of the checklist; undefined if it is text. */
function toItem(
  node: ListItem,
  { ordered }: List,
  above: RawItem | undefined,
  { mode, line: firstLine, replaced, taken }: Collecting,
): Omit<RawItem, 'added' | 'phase'> | undefined {
  const box = boxOf(node);
  const line = node.position?.start.line ?? firstLine;
  const inside = collectItems(box?.blocks ?? node.children, { mode: INSIDE, line, replaced, taken });
  if (box === undefined && inside.items.length === 0 && !counts(ordered === true, above, mode)) return undefined;
  taken.add(node);
  const { own, attributes } = withoutOwnAttributes(inside.texts, node, line, replaced);
  return {
    as: box !== undefined ? 'box' : ordered ? 'number' : 'bullet',
    own,
    inner: inside.items,
    ...(attributes && { attributes }),
    line,
    isChecked: box?.isChecked ?? false,
    isSlip: box?.isSlip ?? false,
  };
}

/** Whether a list item without a box is an item. */
function counts(isNumber: boolean, above: RawItem | undefined, { bullets, numbers }: Mode): boolean {
  if (isNumber) return numbers === 'always' || (numbers === 'apart' && above?.as !== 'box' && above?.as !== 'mark');
  // Below a paragraph with a mark, or below a numbered step, bullets say more about it.
  return bullets && above?.as !== 'mark' && above?.as !== 'number';
}

function withoutOwnAttributes(
  blocks: readonly RootContent[],
  node: ListItem,
  line: number,
  replaced: Replacements,
): { own: readonly RootContent[]; attributes?: LocatedAttributes } {
  const [first, second, ...others] = blocks;
  if (first?.type !== 'paragraph') return { own: blocks };
  const { attributes, written, children, linesBefore } = takeAttributes(first.children);
  if (attributes !== undefined && written !== undefined) {
    const original = node.children[0];
    if (original?.type === 'paragraph') replaced.set(original, withoutWritten(original, [written]));
    return {
      own: [{ ...first, children }, ...blocks.slice(1)],
      attributes: { attributes, line: line + linesBefore },
    };
  }
  const below = onlyAttributes(second);
  if (second?.type !== 'paragraph' || below === undefined) return { own: blocks };
  replaced.set(second, { ...second, children: [] });
  return {
    own: [first, ...others],
    attributes: { attributes: below, line: second.position?.start.line ?? line },
  };
}

/** The items of a paragraph with check marks, one per line. */
function addMarked(
  paragraph: Paragraph,
  line: number,
  {
    add,
    addText,
    replaced,
  }: {
    add: (item: Omit<RawItem, 'added' | 'phase'>) => void;
    addText: (block: RootContent) => void;
    replaced: Replacements;
  },
): void {
  const taken: string[] = [];
  for (const { isMarked, children: marked, linesBefore } of splitAtMarks(paragraph)) {
    if (!isMarked) {
      if (marked.length > 0) addText({ ...paragraph, children: [...marked] });
      continue;
    }
    const { attributes, written, children, linesBefore: within } = takeAttributes(marked);
    if (written !== undefined) taken.push(written);
    const start = line + linesBefore;
    add({
      as: 'mark',
      own: [{ ...paragraph, children }],
      inner: [],
      ...(attributes && { attributes: { attributes, line: start + within } }),
      line: start,
      isChecked: false,
      isSlip: false,
    });
  }
  if (taken.length > 0) replaced.set(paragraph, withoutWritten(paragraph, taken));
}

const MAX_LABEL = 100;

/** A paragraph that is a bold line and nothing else, with a colon at most. A sentence is no name of a phase. */
function labelOf(
  paragraph: Paragraph,
  line: number,
  above: RawPhase | undefined,
): { phase: RawPhase; without: Paragraph } | undefined {
  const { attributes, children, linesBefore } = takeAttributes(paragraph.children);
  const [bold, ...others] = children.filter((node) => node.type !== 'text' || node.value.trim() !== '');
  const misplaced = misplacedIn(others);
  const rest = plainText(others).trim();
  const isAlone = rest === '' || rest === ':' || (misplaced !== undefined && rest.startsWith('{'));
  if (bold?.type !== 'strong' || !isAlone || linesIn(bold.children) > 0) return undefined;
  const title = plainText([bold])
    .replace(/\s*:\s*$/, '')
    .trim();
  if (title === '' || title.length > MAX_LABEL || /[.!?…]$/.test(title)) return undefined;
  const phase: RawPhase = {
    title,
    line,
    ...(attributes && { attributes: { attributes, line: line + linesBefore } }),
    ...(misplaced !== undefined && { misplaced }),
    ...(above && { above }),
  };
  return { phase, without: { ...paragraph, children } };
}

function announcesItems(paragraph: Paragraph, next: RootContent | undefined, mode: Mode): boolean {
  if (!/[:：]\s*$/.test(plainText([paragraph]))) return false;
  if (next?.type === 'table')
    return rowsOf(next, { withoutBoxes: mode.tables, line: 0, replaced: new Map(), taken: new Set() }) !== undefined;
  const [first] = next?.type === 'list' ? next.children : [];
  return (
    first !== undefined &&
    next?.type === 'list' &&
    (boxOf(first) !== undefined || counts(next.ordered === true, undefined, mode))
  );
}
