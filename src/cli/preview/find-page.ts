import { relative, resolve, sep } from 'node:path';
import { nearestWord } from '../../guide/edit-distance.js';
import type { Guide, Page, Section } from '../../guide/page.js';
import { createPageDirectory } from '../../guide/page-directory.js';
import { createSearch } from '../../search/search.js';

/** A page or section that was found, or the most similar names. */
export type Found<T> = { readonly found: T } | { readonly suggestions: readonly string[] };

const MAX_SUGGESTIONS = 3;

/**
 * Finds a page by its slug, its file (from the guide's folder or from here), its title or an alias, in any case.
 * @param folder of the guide, absolute
 * @param cwd where relative paths begin
 */
export function findPage(name: string, guide: Guide, folder: string, cwd: string): Found<Page> {
  const directory = createPageDirectory(guide.pages);
  const inside = relative(folder, resolve(cwd, name)).split(sep).join('/');
  const wanted = toName(name);
  const byTitle = guide.pages.find(({ title, aliases }) => [title, ...aliases].some((each) => toName(each) === wanted));
  const slug = directory.findFile(inside) ?? directory.find(name);
  const page = (slug === undefined ? undefined : guide.bySlug.get(slug)) ?? byTitle;
  if (page !== undefined) return { found: page };
  const nearTitle = nearestWord(
    name,
    guide.pages.map(({ title }) => title),
  );
  const words = name.replace(/\.[a-z]+$/i, '').replace(/[-/_.]+/g, ' ');
  const near = [
    directory.suggest(name),
    guide.pages.find(({ title }) => title === nearTitle)?.slug,
    ...createSearch(guide)
      .find(words)
      .matches.map((match) => match.page.slug),
  ].filter((each) => each !== undefined);
  return { suggestions: [...new Set(near)].slice(0, MAX_SUGGESTIONS) };
}

/** Finds a section of a page by its anchor or its heading, in any case. */
export function findSection(name: string, { sections }: Page): Found<Section> {
  const wanted = toName(name.replace(/^#/, ''));
  const headed = sections.filter(({ heading }) => heading !== undefined);
  const section = headed.find(({ anchor, heading = '' }) => [anchor, heading].some((each) => toName(each) === wanted));
  if (section !== undefined) return { found: section };
  const anchors = headed.map(({ anchor }) => anchor);
  const words = wanted.split(' ').filter((word) => word.length > 2);
  const near = [nearestWord(name, anchors), ...anchors.filter((anchor) => words.some((word) => anchor.includes(word)))];
  return { suggestions: [...new Set(near)].filter((each) => each !== undefined).slice(0, MAX_SUGGESTIONS) };
}

function toName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}
