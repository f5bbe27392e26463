import type { Nodes, PhrasingContent } from 'mdast';
import type { ChecklistItem, Phase, Variable } from '../page.js';
import type { ChecklistDraft, ChecklistFields } from '../parse/page-draft.js';
import type { CutSection } from '../parse/sections.js';
import { tidyBlocks } from '../parse/tree.js';
import { type Problem, problemAt } from '../problem.js';
import { plainText } from '../text.js';
import { variablesIn } from '../variables.js';
import { misplacedIn, type Replacements } from './attributes.js';
import type { RawItem, RawPhase } from './collect.js';
import { type FoundList, findLists } from './find.js';
import { assignIds, checklistItem, type ItemText, MAX_ID } from './items.js';
import { reportFacts, reportLongItems, reportMisplaced, reportOtherBoxes, reportTicks } from './problems.js';
import { checkRoles, type Inherited, type Report, readRules, undeclared } from './rules.js';

export interface PageChecklists {
  readonly checklists: readonly ChecklistDraft[];
  readonly problems: readonly Problem[];
  /** What has lost its attributes. */
  readonly replaced: Replacements;
}

interface Page {
  readonly file: string;
  readonly sections: readonly CutSection[];
  /** Of each section. */
  readonly anchors: readonly string[];
  readonly fields: ChecklistFields;
}

/** Reads the checklists of a page, with everything that is wrong with them. */
export function readChecklists(page: Page): PageChecklists {
  const { file, sections, fields } = page;
  const problems: Problem[] = [];
  const report: Report = (rule, line, text) => void problems.push(problemAt(rule, file, line, text));
  const { lists, empty } = findLists(sections, fields.items);
  // Of some, every item is struck or has no text.
  const checklists = lists.map((list) => readList(list, page, report)).filter(({ items }) => items.length > 0);
  for (const { heading, line } of empty)
    report('empty-checklist', line, `"${heading}" has no items. Write them as a list under this heading.`);
  if (fields.items !== 'none') reportOtherBoxes(sections, lists, report);
  const [variable] = fields.variables;
  if (variable !== undefined && checklists.length === 0) {
    const advice = `nothing asks for "${variable.name}". Remove them, or write the checklist.`;
    report('unused-variables', 1, `variables: the page has no checklist, so ${advice}`);
  }
  return { checklists, problems, replaced: new Map(lists.flatMap(({ replaced }) => [...replaced])) };
}

function readList(list: FoundList, page: Page, report: Report): ChecklistDraft {
  const { area, root, items: raw, facts } = list;
  const { sections, fields, anchors } = page;
  const name = area.heading === undefined ? 'this page' : `"${sections[area.heading]?.heading}"`;
  const { entries, struck } = sortOut(raw, name, report);
  const phases = phasesOf(entries);
  const rulesOfPhase = inheritance(root, { fields, report });
  const ids = idsOf(entries, phases, report);
  const items: ChecklistItem[] = [];
  const roles = new Map<string, number>();
  for (const [index, { raw: item, text, parent }] of entries.entries()) {
    const inherited = parent === undefined ? rulesOfPhase(item.phase) : handedDown(items[parent]);
    const rules = readRules(item.attributes, inherited, { on: 'item', variables: fields.variables, report });
    if (rules.role !== undefined && !roles.has(rules.role)) roles.set(rules.role, item.attributes?.line ?? item.line);
    items.push({
      ...text,
      id: ids[index] ?? '',
      ...(item.phase && { phase: phases.get(item.phase)?.id ?? '' }),
      ...(parent !== undefined && { parent: ids[parent] ?? '' }),
      ...(item.isChecked && fields.keepsTicks && { checked: true as const }),
      rules,
    });
    checkItem(item, { fields, report });
  }
  const { variables } = fields;
  for (const { title, line } of [...(root ? [root] : []), ...phases.keys()])
    checkVariables([{ type: 'text', value: title }], line, { variables, report });
  checkRoles(roles, report);
  reportTicks(entries, { fields, report });
  reportLongItems(entries, name, report);
  for (const place of facts) reportFacts(sections[place], name, report);
  return {
    id: idOf(area.heading, anchors),
    ...(area.heading
      ? { heading: sections[area.heading]?.heading ?? '', ...headingAbove(area.heading, sections) }
      : {}),
    phases: [...phases.values()],
    items,
    struck,
    variables,
    roles: [...roles.keys()],
    managedByAnyone: fields.managedByAnyone,
  };
}

/** The anchor of its heading. A checklist that is the whole page is "checklist". */
function idOf(heading: number | undefined, anchors: readonly string[]): string {
  const anchor = heading === undefined ? '' : (anchors[heading] ?? '');
  if (anchor !== '') return anchor;
  return anchors.includes('checklist') ? 'page' : 'checklist';
}

function headingAbove(place: number, sections: readonly CutSection[]): { under?: string } {
  const { depth = 0 } = sections[place] ?? {};
  const above = sections.slice(0, place).findLast((section) => section.depth < depth);
  return above === undefined || above.depth === 0 ? {} : { under: above.heading };
}

/** An item that has a text and is not struck. */
interface Entry {
  readonly raw: RawItem;
  readonly text: ItemText;
  /** The place of the item that it is a part of. */
  readonly parent?: number;
}

/** The items in their order, sub-items after their parent, without those that are struck or have no text. */
function sortOut(raw: readonly RawItem[], name: string, report: Report): { entries: Entry[]; struck: string[] } {
  const entries: Entry[] = [];
  const struck: string[] = [];
  const add = (item: RawItem, phase: RawPhase | undefined, parent: number | undefined, isLeftOut: boolean): void => {
    const text = checklistItem(item.own);
    const isStruck = isLeftOut || isStruckThrough(item);
    let inner = parent;
    if (text === undefined) {
      report('left-out-item', item.line, `an item without a text is left out of ${name}. Give it a text.`);
    } else if (isStruck) {
      struck.push(text.title);
      report(
        'struck-item',
        item.line,
        `"${text.title}" is struck through, so it is left out of ${name}. Remove it when nobody needs to see it.`,
      );
    } else {
      const detail = [...text.detail, ...tidyBlocks(item.added)];
      entries.push({
        raw: { ...item, ...(phase && { phase }) },
        text: { ...text, detail },
        ...(parent !== undefined && { parent }),
      });
      inner ??= entries.length - 1;
    }
    for (const each of item.inner) add(each, phase, inner, isStruck);
  };
  for (const item of raw) add(item, item.phase, undefined, false);
  return { entries, struck };
}

/** Whether the whole first line of an item is struck through. */
function isStruckThrough({ own: [first] }: RawItem): boolean {
  if (first?.type !== 'paragraph') return false;
  const words = first.children.filter((node) => plainText([node]).trim() !== '');
  return (
    words.length > 0 &&
    words.every((node) => node.type === 'delete' || (node.type === 'text' && /^[\s.,;:!?]*$/.test(node.value)))
  );
}

/** Each phase once, in the order of its first item. Of two with the same title, each says what it stands under. */
function phasesOf(entries: readonly Entry[]): ReadonlyMap<RawPhase, Phase> {
  const used = [...new Set(entries.flatMap(({ raw }) => raw.phase ?? []))];
  const count = (title: string): number => used.filter((phase) => phase.title === title).length;
  const titles = used.map(({ title, above }) => (count(title) > 1 && above ? `${above.title} – ${title}` : title));
  const ids = assignIds(
    used.map(({ attributes }, index) => ({ title: titles[index] ?? '', ...given(attributes?.attributes.id) })),
    'phase',
  );
  return new Map(used.map((phase, index) => [phase, { id: ids[index] ?? '', title: titles[index] ?? '' }]));
}

function given(id: string | undefined): { given?: string } {
  return id === undefined ? {} : { given: id };
}

function idsOf(entries: readonly Entry[], phases: ReadonlyMap<RawPhase, Phase>, report: Report): string[] {
  const lines = new Map<string, number>();
  const named = entries.map(({ raw: { attributes, phase }, text: { title }, parent }) => {
    const id = attributes?.attributes.id;
    if (id !== undefined) checkId(id, attributes?.line ?? 1, { lines, report });
    const within = parent === undefined ? phase && phases.get(phase)?.id : entries[parent]?.text.title;
    return { title, ...given(id), ...(within !== undefined && { within }) };
  });
  for (const [{ attributes, line }] of phases) {
    const id = attributes?.attributes.id;
    if (id !== undefined) checkId(id, line, { lines: new Map(), report });
  }
  return assignIds(named, 'item');
}

function checkId(
  id: string,
  line: number,
  { lines, report }: { readonly lines: Map<string, number>; readonly report: Report },
): void {
  const before = lines.get(id);
  if (before !== undefined)
    report('duplicate-id', line, `{#${id}}: is the id of another item, on line ${before}. Give one of them another.`);
  if (id.length > MAX_ID)
    report(
      'invalid-attribute',
      line,
      `{#${id}}: has ${id.length} characters, and an id may have ${MAX_ID}. Shorten it.`,
    );
  lines.set(id, before ?? line);
}

/** What the items of a phase inherit: from the checklist's heading, from the phases above, and from the phase itself. */
function inheritance(
  root: RawPhase | undefined,
  { fields, report }: { readonly fields: ChecklistFields; readonly report: Report },
): (phase: RawPhase | undefined) => Inherited {
  const known = new Map<RawPhase, Inherited>();
  const of = (phase: RawPhase | undefined): Inherited => {
    if (phase === undefined) return root === undefined ? {} : read(root, {});
    return read(phase, of(phase.above));
  };
  const read = (phase: RawPhase, above: Inherited): Inherited => {
    const found = known.get(phase);
    if (found !== undefined) return found;
    if (phase.misplaced !== undefined) reportMisplaced(phase.misplaced, phase.line, report);
    const rules = readRules(phase.attributes, above, { on: 'phase', variables: fields.variables, report });
    known.set(phase, rules);
    return rules;
  };
  return of;
}

function handedDown(item: ChecklistItem | undefined): Inherited {
  const { role, conditions, optional } = item?.rules ?? {};
  return { ...(role !== undefined && { role }), ...(conditions && { conditions }), ...(optional && { optional }) };
}

function checkItem(
  { own, added, line, isSlip, attributes }: RawItem,
  { fields: { variables }, report }: { readonly fields: ChecklistFields; readonly report: Report },
): void {
  checkVariables([...own, ...added], line, { variables, report });
  const [first] = own;
  const children: readonly PhrasingContent[] = first?.type === 'paragraph' ? first.children : [];
  const misplaced = misplacedIn(children);
  if (misplaced !== undefined) reportMisplaced(misplaced, attributes?.line ?? line, report);
  if (isSlip)
    report(
      'malformed-box',
      line,
      `the box of "${plainText(children).slice(0, 60)}" is no box in Markdown. Write "- [ ]", with a space in it and one after it.`,
    );
}

/**
 * Reports every `{{name}}` in some nodes that the page does not declare. On a page without variables, it is text, or belongs to another tool.
 * @param line where nodes without a position stand
 */
function checkVariables(
  nodes: readonly Nodes[],
  line: number,
  { variables, report }: { readonly variables: readonly Variable[]; readonly report: Report },
): void {
  if (variables.length === 0) return;
  for (const node of nodes) {
    const start = node.position?.start.line ?? line;
    const text = 'value' in node ? node.value : node.type === 'link' ? node.url : '';
    // The text of a block of code starts below its fence.
    const first = node.type === 'code' && node.position !== undefined ? start + 1 : start;
    for (const { name, index } of variablesIn(text)) {
      if (variables.some((variable) => variable.name === name)) continue;
      const at = first + text.slice(0, index).split('\n').length - 1;
      report('unknown-variable', at, `"{{${name}}}": ${undeclared(name, variables)}`);
    }
    if ('children' in node) checkVariables(node.children, start, { variables, report });
  }
}
