import type { Section } from '../guide/page.js';
import { plainText } from '../guide/text.js';

/**
 * Sections in parts of at most `max` characters of text, which a model reads at once, cut between blocks. A section that is cut goes on without its heading. A block that is
 * longer alone, such as a log, is a part of its own.
 */
export function partsOf(sections: readonly Section[], max: number): Section[][] {
  const parts: Section[][] = [[]];
  let length = 0;
  for (const section of sections) {
    const { heading, ...rest } = section;
    let piece: Section = { ...section, content: [] };
    const close = (): void => {
      if (piece.content.length > 0 || piece.heading !== undefined) parts.at(-1)?.push(piece);
    };
    for (const block of section.content) {
      const size = plainText([block]).length;
      if (length > 0 && length + size > max) {
        // A heading stays with what comes under it.
        const isStart = piece.content.length === 0;
        if (!isStart) close();
        parts.push([]);
        piece = isStart ? { ...section, content: [] } : { ...rest, content: [] };
        length = 0;
      }
      piece = { ...piece, content: [...piece.content, block] };
      length += size;
    }
    close();
  }
  return parts.filter((part) => part.length > 0);
}
