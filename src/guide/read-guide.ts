import { assembleGuide } from './assemble-guide.js';
import { guideRevision } from './guide-revision.js';
import type { Guide } from './page.js';
import { parsePages } from './parse-pages.js';
import type { Problem } from './problem.js';
import { sortProblems } from './problem-order.js';
import { readFolder } from './read-folder.js';
import { readSnapshot } from './snapshot.js';

export interface GuideSource {
  /** The folder of Markdown files. */
  readonly folder: string;
  /** Where pages are published, such as `https://example.com/{slug}.html`: links with that address lead to pages of the guide. */
  readonly guideUrl?: string | undefined;
  /** Milliseconds that one page may take to parse. */
  readonly parseLimitMs?: number;
  /** A file of parsed pages, used where it was made of exactly this folder's files. */
  readonly snapshot?: string;
}

/** Reads a guide and everything that is wrong with it, sorted by file and line. There is no guide when any problem is an error. */
export const readGuide = async ({
  folder,
  guideUrl,
  parseLimitMs = 2000,
  snapshot,
}: GuideSource): Promise<{ guide?: Guide; problems: Problem[] }> => {
  const content = await readFolder(folder);
  const known = snapshot === undefined ? undefined : await readSnapshot(snapshot, content.files);
  const parsed = known ?? (await parsePages(content.files, parseLimitMs));
  const drafts = parsed.flatMap(({ draft }) => draft ?? []);
  const unparsed = content.files.filter((_, index) => parsed[index]?.draft === undefined).map(({ file }) => file);
  const { guide, problems } = assembleGuide({
    drafts,
    unreadable: [...content.unreadable, ...unparsed],
    revision: guideRevision(content.files),
    guideUrl,
  });
  const all = sortProblems([...content.problems, ...parsed.flatMap((page) => page.problems), ...problems]);
  return all.some(({ severity }) => severity === 'error') ? { problems: all } : { guide, problems: all };
};
