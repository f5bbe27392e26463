import type { RootContent } from 'mdast';
import { keepLast } from '../../guide/keep-last.js';
import type { Section } from '../../guide/page.js';
import type { PassagePart } from './part.js';
import { createPassageTemplate, type PassageTemplate } from './passage-template.js';

/** Writes the block of a passage as JSON; nothing where it has to be rendered. */
export type WritePassage = (part: PassagePart) => string | undefined;

/** All sections of most guides; each passage of one costs some seven kilobytes. */
const MOST_KEPT = 1_000;

/** Keeps passages as templates. */
export function createWritePassage(): WritePassage {
  const passagesOf = keepLast(MOST_KEPT, (_: Section) => new Map<RootContent, Kept>());
  return ({ page, passage, pageUrl }) => {
    const { section, content, words } = passage;
    const [first] = content;
    if (first === undefined) return undefined;
    const passages = passagesOf(section);
    let kept = passages.get(first);
    if (kept?.blocks !== content.length) {
      kept = { blocks: content.length, template: createPassageTemplate(page, passage, pageUrl) };
      passages.set(first, kept);
    }
    return kept.template?.fill(words);
  };
}

interface Kept {
  readonly blocks: number;
  readonly template: PassageTemplate | undefined;
}
