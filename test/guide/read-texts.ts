import { assembleGuide } from '../../src/guide/assemble.js';
import type { Guide, Page } from '../../src/guide/page.js';
import { parsePage } from '../../src/guide/parse/parse-page.js';
import { type Problem, sortProblems } from '../../src/guide/problem.js';
import { guideRevision } from '../../src/guide/source-file.js';

/** A guide from texts, without files. Problems are formatted as lines. */
export function readTexts(
  texts: Readonly<Record<string, string>>,
  guideUrl?: string,
): { guide: Guide; problems: string[]; page: (slug: string) => Page } {
  const files = Object.entries(texts).map(([file, text]) => ({ file, text }));
  const parsed = files.map((file) => parsePage(file));
  const { guide: assembled, problems } = assembleGuide({
    drafts: parsed.flatMap(({ draft }) => draft ?? []),
    unreadable: [],
    revision: guideRevision(files),
    questions: [],
    guideUrl,
  });
  const guide = { ...assembled, leftOut: [] };
  const all = sortProblems([...parsed.flatMap((page) => page.problems), ...problems]);
  const page = (slug: string): Page => {
    const found = guide.bySlug.get(slug);
    if (found === undefined) throw new Error(`No page ${slug}; there are ${[...guide.bySlug.keys()].join(', ')}`);
    return found;
  };
  return { guide, problems: all.map(withSeverity), page };
}

/** A guide of one page. */
export function readText(text: string, file = 'page.md'): { page: Page; problems: string[] } {
  const { guide, problems } = readTexts({ [file]: text });
  const [page] = guide.pages;
  if (page === undefined) throw new Error('The text gave no page');
  return { page, problems };
}

/** `warning a.md:3: text` */
export function withSeverity({ severity, file, line, text }: Problem): string {
  return `${severity} ${file}${line === undefined ? '' : `:${line}`}: ${text}`;
}
