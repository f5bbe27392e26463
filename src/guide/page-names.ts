import type { Guide, Page } from './page.js';

/** A page by its slug, its title or another of its names. Capital letters, hyphens, underscores and spaces make no difference. */
export function pageNamed({ bySlug, pages }: Guide, name: string): Page | undefined {
  const wanted = comparable(name);
  return (
    bySlug.get(name.trim().toLowerCase()) ??
    pages.find(({ slug, title, aliases }) => [slug, title, ...aliases].some((each) => comparable(each) === wanted))
  );
}

function comparable(name: string): string {
  return name
    .trim()
    .replace(/[\s_-]+/g, ' ')
    .toLowerCase();
}
