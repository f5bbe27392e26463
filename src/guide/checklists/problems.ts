import type { ChecklistFields } from '../parse/page-draft.js';
import type { CutSection } from '../parse/sections.js';
import { boxesIn } from './boxes.js';
import type { RawItem } from './collect.js';
import type { FoundList } from './find.js';
import type { ItemText } from './items.js';
import type { Report } from './rules.js';

/** An item that is part of a checklist. */
interface ReadItem {
  readonly raw: RawItem;
  readonly text: ItemText;
}

/** What looks like attributes and cannot be read as such. */
export function reportMisplaced(written: string, line: number, report: Report): void {
  const advice =
    'Write them at the end of the first line, and close the quotation marks and the brace, as in {role=lead when="type is hotfix"}.';
  report('invalid-attribute', line, `"${written}" looks like attributes, but cannot be read. ${advice}`);
}

/** How many lines a warning names. */
const MAX_NAMED = 5;

/** Items that are ticked in the guide, and start open. */
export function reportTicks(
  entries: readonly ReadItem[],
  { fields, report }: { readonly fields: ChecklistFields; readonly report: Report },
): void {
  const ticked = entries.filter(({ raw }) => raw.isChecked).map(({ raw }) => raw.line);
  const [first] = ticked;
  if (first === undefined || fields.keepsTicks) return;
  const [items, them] =
    ticked.length === 1
      ? ['an item is ticked, but starts', 'it']
      : [`${ticked.length} items are ticked, but start`, 'them'];
  const lines =
    ticked.length === 1
      ? ''
      : ` (lines ${ticked.slice(0, MAX_NAMED).join(', ')}${ticked.length > MAX_NAMED ? ', …' : ''})`;
  report(
    'ticked-item',
    first,
    `${items} open${lines}. Write "[ ]", or "checked: keep" in the front matter to start with ${them} ticked.`,
  );
}

const MAX_ITEM_TITLE = 75;

/** Items that nobody can read at a glance. @param list the name of the checklist */
export function reportLongItems(entries: readonly ReadItem[], name: string, report: Report): void {
  for (const [index, { raw, text }] of entries.entries()) {
    if (text.title.length <= MAX_ITEM_TITLE) continue;
    const advice = `and ${MAX_ITEM_TITLE} can be read at a glance. Move the rest to a paragraph below it.`;
    report('long-item', raw.line, `${name}, item ${index + 1}: has ${text.title.length} characters, ${advice}`);
  }
}

/** A list that reads as facts, so that it is no part of the checklist. */
export function reportFacts(section: CutSection | undefined, name: string, report: Report): void {
  if (section === undefined) return;
  const advice = 'Write "- [ ]" in front of what is to be ticked.';
  report(
    'left-out-item',
    section.line,
    `the list of "${section.heading}" reads as facts ("name: value"), so it is not part of ${name}. ${advice}`,
  );
}

/** Names the boxes that are in no checklist: nobody can tick them. */
export function reportOtherBoxes(sections: readonly CutSection[], lists: readonly FoundList[], report: Report): void {
  const taken = new Set(lists.flatMap((list) => [...list.taken]));
  for (const { blocks, heading, line } of sections) {
    const left = boxesIn(blocks).filter(({ node }) => !taken.has(node));
    const [first] = left;
    if (first === undefined) continue;
    const [boxes, them, are] = left.length === 1 ? ['a box', 'it', 'is'] : [`${left.length} boxes`, 'them', 'are'];
    const isQuoted = left.every((box) => box.isQuoted);
    const remedy = isQuoted
      ? `Move ${them} out of the quotation.`
      : 'Write "checklist" into the heading, or {.checklist} behind it.';
    report(
      'unpostable-box',
      first.node.position?.start.line ?? line,
      `"${heading}" has ${boxes} that ${are} in no checklist, so nobody can tick ${them} in Slack. ${remedy}`,
    );
  }
}
