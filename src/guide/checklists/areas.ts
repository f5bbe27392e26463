import type { CutSection } from '../parse/sections.js';
import { parseAttributes } from './attributes.js';

/** The part of a page that is one checklist. Sections go by their place on the page, from 0, the introduction first. */
export interface Area {
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
export function namedAreas(sections: readonly CutSection[]): Area[] {
  const named = [...sections.keys()].filter((index) => isNamed(sections[index]));
  return areasOf(sections, named);
}

/** The same for headings that only mention a checklist. They count if no heading names one and the page has no box. */
export function mentioningAreas(sections: readonly CutSection[]): Area[] {
  return areasOf(
    sections,
    [...sections.keys()].filter((index) => /checklist/i.test(sections[index]?.heading ?? '')),
  );
}

/** The whole page. */
export function wholePage(sections: readonly CutSection[]): Area {
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
