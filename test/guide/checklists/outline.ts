import type { Checklist, Page } from '../../../src/guide/page.js';
import { plainText } from '../../../src/guide/text.js';
import { readText } from '../read-texts.js';

/** A checklist as lines: `# phase` where one begins, `- item`, `  - sub-item`, with the detail behind a bar. */
export function outline({ items, phases }: Checklist): string[] {
  let phase: string | undefined;
  return items.flatMap(({ title, detail, parent, phase: own }) => {
    const heading = own === phase ? [] : [`# ${phases.find(({ id }) => id === own)?.title ?? '(none)'}`];
    phase = own;
    const text = plainText(detail).replaceAll('\n', ' / ');
    return [...heading, `${parent === undefined ? '' : '  '}- ${title}${text === '' ? '' : ` | ${text}`}`];
  });
}

/** The checklists of a page of one file, and its problems. */
export function read(text: string, file = 'page.md'): { page: Page; lists: string[][]; problems: string[] } {
  const { page, problems } = readText(text, file);
  return { page, lists: page.checklists.map(outline), problems };
}

/** The only checklist of a page without problems, as lines. */
export function listOf(text: string, file?: string): string[] {
  const { lists, problems } = read(text, file);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  if (lists.length !== 1) throw new Error(`${lists.length} checklists`);
  return lists[0] ?? [];
}
