import type { RootContent } from 'mdast';
import type { ChecklistFields } from '../parse/page-draft.js';
import type { CutSection } from '../parse/sections.js';
import { plainText } from '../text.js';
import { misplacedIn, parseAttributes, type Replacements } from './attributes.js';
import { boxOf, hasBoxes } from './boxes.js';
import { collectItems, type Mode, type RawItem, type RawPhase } from './collect.js';

/** A checklist as it stands on the page. */
export interface FoundList {
  readonly area: Area;
  /** Its own heading, with its attributes: they are those of all its items. */
  readonly root?: RawPhase;
  readonly items: readonly RawItem[];
  /** Sections whose lists read as facts ("Location: …"), so that they are no items. */
  readonly facts: readonly number[];
  readonly replaced: Replacements;
  /** The list items and cells that became items. */
  readonly taken: ReadonlySet<object>;
}

export interface FoundLists {
  readonly lists: readonly FoundList[];
  /** Headings of checklists without items, if the page has no checklist. */
  readonly empty: readonly CutSection[];
}

/** In a list with boxes, numbered steps that belong to none of them are items, too. */
const WITH_BOXES: Mode = { bullets: false, tables: true, numbers: 'apart', marks: true, labels: true };
const WITHOUT_BOXES: Mode = { bullets: true, tables: true, numbers: 'apart', marks: true, labels: true };
const STEPS: Mode = { bullets: false, tables: false, numbers: 'always', marks: false, labels: true };
const ONLY_BOXES: Mode = { bullets: false, tables: false, numbers: 'never', marks: false, labels: true };

/**
 * Finds the checklists of a page: those that headings name; otherwise its steps, if the front matter says so; otherwise all its boxes;
 * otherwise the lists below a heading that mentions a checklist.
 */
export function findLists(sections: readonly CutSection[], wanted: ChecklistFields['items']): FoundLists {
  if (wanted === 'none') return { lists: [], empty: [] };
  const named = namedAreas(sections);
  const filled = withoutBare(named.map((area) => readArea(sections, area)).filter(hasItems), sections);
  if (filled.length > 0) return { lists: filled, empty: [] };
  const others = readUnnamed(sections, wanted).filter(hasItems);
  const empty = others.length > 0 ? [] : named.filter(({ isRunbook }) => !isRunbook);
  return {
    lists: others,
    empty: empty
      .flatMap(({ heading }) => (heading === undefined ? [] : (sections[heading] ?? [])))
      .filter(saysChecklist),
  };
}

function hasItems({ items }: FoundList): boolean {
  return items.length > 0;
}

/** A runbook in prose needs no list. */
function saysChecklist({ heading, attributes }: CutSection): boolean {
  return /check[ -]?list/i.test(`${heading} ${attributes ?? ''}`);
}

/** A page with "checklist" in its title may have the lists themselves under headings. */
function withoutBare(lists: readonly FoundList[], sections: readonly CutSection[]): readonly FoundList[] {
  const [first, ...others] = lists;
  if (first === undefined || others.length === 0 || first.area.heading !== 0) return lists;
  const introduction = readSection(sections[0], undefined, modeOf(sections, first.area));
  const isBare = introduction.items.length === 0 && !hasBoxesIn(sections, first.area);
  return isBare ? others : lists;
}

function readUnnamed(sections: readonly CutSection[], wanted: ChecklistFields['items']): FoundList[] {
  const page = wholePage(sections);
  if (wanted === 'steps') {
    const numbered = readArea(sections, page, STEPS);
    return numbered.items.length > 0 ? [numbered] : [readHeadings(sections, page)];
  }
  if (hasBoxesIn(sections, page)) return [readArea(sections, page, ONLY_BOXES)];
  return mentioningAreas(sections)
    .filter((area) => !isIndex(sections, area))
    .map((area) => readArea(sections, area));
}

/** "Checklists" with links to them is a list of pages. */
function isIndex(sections: readonly CutSection[], { sections: places }: Area): boolean {
  const lists = places.flatMap((place) => sections[place]?.blocks ?? []).filter((block) => block.type === 'list');
  return lists.every(({ children }) =>
    children.every(({ children: [first, ...more] }) => {
      const nodes = first?.type === 'paragraph' ? first.children.filter((node) => plainText([node]).trim() !== '') : [];
      return more.length === 0 && nodes.length === 1 && nodes[0]?.type === 'link';
    }),
  );
}

function hasBoxesIn(sections: readonly CutSection[], { sections: places }: Area): boolean {
  return places.some((place) => hasBoxes(sections[place]?.blocks ?? []));
}

function modeOf(sections: readonly CutSection[], area: Area): Mode {
  const blocks = area.sections.flatMap((place) => sections[place]?.blocks ?? []);
  const isSlip = (block: RootContent): boolean =>
    block.type === 'list' && block.children.some((item) => boxOf(item) !== undefined);
  if (hasBoxes(blocks) || blocks.some(isSlip)) return { ...WITH_BOXES, tables: !area.isRunbook };
  return { ...WITHOUT_BOXES, bullets: !area.isRunbook, tables: !area.isRunbook };
}

function readArea(sections: readonly CutSection[], area: Area, mode: Mode = modeOf(sections, area)): FoundList {
  const phases = phasesOf(sections, area);
  const facts = mode.bullets ? area.sections.filter((place) => isFacts(sections, area, place)) : [];
  const read = area.sections.map((place) => {
    const isText = area.asides.has(place) || facts.includes(place);
    return readSection(sections[place], phases.get(place), isText ? ONLY_BOXES : mode);
  });
  const heading = area.heading === undefined ? undefined : sections[area.heading];
  return {
    area,
    ...(heading && { root: toPhase(heading) }),
    items: read.flatMap(({ items }) => items),
    facts,
    replaced: new Map(read.flatMap(({ replaced }) => [...replaced])),
    taken: new Set(read.flatMap(({ taken }) => [...taken])),
  };
}

function readHeadings(sections: readonly CutSection[], area: Area): FoundList {
  const phases = phasesOf(sections, area);
  return {
    area,
    items: stepsFromHeadings(sections, area.sections, phases),
    facts: [],
    replaced: new Map(),
    taken: new Set(),
  };
}

function readSection(
  section: CutSection | undefined,
  phase: RawPhase | undefined,
  mode: Mode,
): { items: RawItem[]; replaced: Replacements; taken: Set<object> } {
  const { blocks = [], line = 1 } = section ?? {};
  const replaced: Replacements = new Map();
  const taken = new Set<object>();
  const { items } = collectItems(blocks, { mode, phase, line, replaced, taken });
  return { items, replaced, taken };
}

/** The subheadings of a checklist as phases, by their place. Its own heading and the introduction are none. */
function phasesOf(sections: readonly CutSection[], { heading, sections: places }: Area): Map<number, RawPhase> {
  const phases = new Map<number, RawPhase>();
  const open: { depth: number; phase: RawPhase }[] = [];
  for (const place of places) {
    const section = sections[place];
    if (section === undefined || place === heading || section.depth === 0) continue;
    while ((open.at(-1)?.depth ?? 0) >= section.depth) open.pop();
    const phase = toPhase(section, open.at(-1)?.phase);
    open.push({ depth: section.depth, phase });
    phases.set(place, phase);
  }
  return phases;
}

function toPhase({ heading, line, attributes: written }: CutSection, above?: RawPhase): RawPhase {
  const attributes = written === undefined ? undefined : parseAttributes(written);
  const misplaced = misplacedIn([{ type: 'text', value: heading }]);
  return {
    title: heading,
    line,
    ...(attributes && { attributes: { attributes, line } }),
    ...(misplaced !== undefined && { misplaced }),
    ...(above && { above }),
  };
}

const FACT = /^[^:.!?\n]{1,60}:(?:\s|$)/;

/** Whether the bullets of a subsection read as facts: "Location: …", "Date:". They are nothing to do. */
function isFacts(sections: readonly CutSection[], { heading, asides }: Area, place: number): boolean {
  const { blocks = [], depth = 0 } = sections[place] ?? {};
  if (place === heading || depth === 0 || asides.has(place)) return false;
  const bullets = blocks.flatMap((block) => (block.type === 'list' && !block.ordered ? block.children : []));
  return (
    bullets.length > 1 &&
    bullets.every(({ children: [first] }) => {
      const opening = first?.type === 'paragraph' ? first.children[0] : undefined;
      return opening?.type === 'text' && FACT.test(opening.value);
    })
  );
}

/** "1. Stop the writers" and "Step 2: Load the dump" as headings. */
const NUMBER = /^(?:step\s+)?\d{1,3}(?:[.):]|\s*[–—-])\s+|^step\s+\d{1,3}\s+/i;

/**
 * The headings of a page as items, with what stands below them as their detail. A heading that others stand under is a phase.
 * @param phases the headings as phases, by their place
 */
function stepsFromHeadings(
  sections: readonly CutSection[],
  places: readonly number[],
  phases: ReadonlyMap<number, RawPhase>,
): RawItem[] {
  return places.flatMap((place): RawItem[] => {
    const section = sections[place];
    const next = sections[place + 1];
    const isParent =
      next !== undefined && section !== undefined && next.depth > section.depth && places.includes(place + 1);
    if (section === undefined || section.depth === 0 || isParent) return [];
    const { heading, line, blocks } = section;
    const own = phases.get(place);
    return [
      {
        as: 'heading',
        own: [{ type: 'paragraph', children: [{ type: 'text', value: heading.replace(NUMBER, '') }] }],
        added: [...blocks],
        inner: [],
        ...(own?.attributes && { attributes: own.attributes }),
        ...(own?.above && { phase: own.above }),
        line,
        isChecked: false,
        isSlip: false,
      },
    ];
  });
}

/** The part of a page that is one checklist. Sections go by their place on the page, from 0, the introduction first. */
interface Area {
  /** The section whose heading names it; absent if it is the whole page and nothing names it. */
  readonly heading?: number;
  readonly sections: readonly number[];
  /** Those of its sections that explain the checklist: in them, only boxes are items. */
  readonly asides: ReadonlySet<number>;
  /** "Payments runbook" as the title of a page: its bullets are text, its numbered lists are steps. */
  readonly isRunbook: boolean;
}

const WORD = '(?:check[ -]?list|run[ -]?book)';
const MENTIONS = /check[ -]?list|run[ -]?book/i;
// "Launch checklist", "Checklist: launch", "Checklist for launches (v2)", but not "Why a checklist helps" or "How to use this checklist".
const NAMES = new RegExp(
  `\\b${WORD}(?:\\s+(?:items?|steps?))?(?:\\s*[:(–—].*|\\s+(?:for|of|before|after|when)\\b.*|[^\\p{L}\\p{N}]*)$`,
  'iu',
);
const EXPLAINS = /^[^\p{L}]*(?:why|how|what|when|where|who|about|using)\b|\?\s*$/iu;
/** A subheading that asks is followed by facts: "What to look at", "Who to call". "What to do" is followed by steps. */
const ASKS = /^[^\p{L}]*(?:why|what(?!\s+(?:to|we)\s+(?:do|run|check|try)\b)|where|who|whom|which)\b/iu;

/** The checklists that headings name: each heading with its subheadings, up to the next heading of the same or a higher level. */
function namedAreas(sections: readonly CutSection[]): Area[] {
  const named = [...sections.keys()].filter((index) => isNamed(sections[index]));
  return areasOf(sections, named);
}

/** The same for headings that only mention a checklist. They count if no heading names one and the page has no box. */
function mentioningAreas(sections: readonly CutSection[]): Area[] {
  return areasOf(
    sections,
    [...sections.keys()].filter((index) => /checklist/i.test(sections[index]?.heading ?? '')),
  );
}

/** The whole page. */
function wholePage(sections: readonly CutSection[]): Area {
  return { sections: [...sections.keys()], asides: new Set(), isRunbook: false };
}

function isNamed(section: CutSection | undefined): boolean {
  const { heading = '', attributes } = section ?? {};
  if (attributes !== undefined && parseAttributes(attributes)?.classes.includes('checklist')) return true;
  return NAMES.test(heading) && !EXPLAINS.test(heading);
}

function areasOf(sections: readonly CutSection[], headings: readonly number[]): Area[] {
  const others = new Set(headings);
  return headings.map((heading) => {
    const { heading: title = '', depth: top = 0 } = sections[heading] ?? {};
    const own = [heading];
    const asides = new Set<number>();
    // The level of the heading that began another checklist, or a part that explains this one.
    let other: number | undefined;
    let aside: number | undefined;
    for (let index = heading + 1; index < sections.length; index += 1) {
      const { depth = 0, heading: text = '' } = sections[index] ?? {};
      if (depth <= top) break;
      if (other !== undefined && depth <= other) other = undefined;
      if (aside !== undefined && depth <= aside) aside = undefined;
      if (other === undefined && others.has(index)) other = depth;
      if (aside === undefined && (MENTIONS.test(text) || ASKS.test(text))) aside = depth;
      if (other !== undefined) continue;
      own.push(index);
      if (aside !== undefined) asides.add(index);
    }
    return { heading, sections: own, asides, isRunbook: top === 0 && !/check[ -]?list/i.test(title) };
  });
}
