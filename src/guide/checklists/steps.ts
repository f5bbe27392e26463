import type { CutSection } from '../parse/sections.js';
import type { RawItem, RawPhase } from './collect.js';

/** "1. Stop the writers" and "Step 2: Load the dump" as headings. */
const NUMBER = /^(?:step\s+)?\d{1,3}(?:[.):]|\s*[–—-])\s+|^step\s+\d{1,3}\s+/i;

/**
 * The headings of a page as items, with what stands below them as their detail. A heading that others stand under is a phase.
 * @param phases the headings as phases, by their place
 */
export function stepsFromHeadings(
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
