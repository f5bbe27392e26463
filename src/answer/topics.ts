import type { Page } from '../guide/page.js';
import type { TopicsAnswer } from './answer.js';

/** Pages that a list shows under one heading. */
export interface TopicGroup {
  /** The names of the parts of the guide around the pages, the outermost first; empty for pages that are in none. */
  readonly path: readonly string[];
  readonly pages: readonly Page[];
}

/** What comes after the groups and is in none. */
export const OTHER_PAGES = 'Other pages';

/**
 * All pages of a guide in their groups, in reading order. A part of the guide comes before the parts in it, and pages that are in none come
 * first, or last if the guide has them after the first group.
 */
export function listTopics(pages: readonly Page[]): TopicsAnswer {
  const root: Part = { path: [], pages: [], parts: new Map() };
  const others: Page[] = [];
  for (const page of pages) {
    const { group = [] } = page;
    if (group.length === 0 && root.parts.size > 0) others.push(page);
    else partAt(root, group).pages.push(page);
  }
  const groups = [...groupsOf(root)];
  return {
    kind: 'topics',
    pages,
    groups: others.length === 0 ? groups : [...groups, { path: [OTHER_PAGES], pages: others }],
  };
}

interface Part {
  readonly path: readonly string[];
  readonly pages: Page[];
  readonly parts: Map<string, Part>;
}

function partAt(root: Part, path: readonly string[]): Part {
  let part = root;
  for (const [depth, name] of path.entries()) {
    const inner = part.parts.get(name) ?? { path: path.slice(0, depth + 1), pages: [], parts: new Map() };
    part.parts.set(name, inner);
    part = inner;
  }
  return part;
}

function* groupsOf({ path, pages, parts }: Part): Generator<TopicGroup> {
  if (pages.length > 0) yield { path, pages };
  for (const part of parts.values()) yield* groupsOf(part);
}

/** `Deployment › Builders`. */
export function groupName({ path }: TopicGroup): string {
  return path.join(' › ');
}

/** Groups of the outermost parts only, for a list that has no room for all of them. */
export function outermostGroups(groups: readonly TopicGroup[]): TopicGroup[] {
  const outermost = new Map<string, Page[]>();
  for (const { path, pages } of groups) {
    const [name = ''] = path;
    const known = outermost.get(name);
    if (known === undefined) outermost.set(name, [...pages]);
    else known.push(...pages);
  }
  return [...outermost].map(([name, pages]) => ({ path: name === '' ? [] : [name], pages }));
}
