import type { Guide } from '../guide/page.js';

/** Longer names do not fit beside a title in a header. */
export const RUN_NAME_LENGTH = 80;

/**
 * Parts "going live: shop-api 2.4" into the topic and the name of the run: what follows the first colon, or the colon after
 * a page's own name where that has colons in it ("CI: the basics: shop-api 2.4").
 */
export function splitRunName(guide: Guide, text: string): { topic: string; name?: string } {
  const colons = [...text.matchAll(/:/g)].map(({ index }) => index);
  const ends = [text.length, ...colons.toReversed()];
  const end = ends.find((at) => isName(guide, text.slice(0, at))) ?? colons[0] ?? text.length;
  const name = text.slice(end + 1).trim();
  return { topic: text.slice(0, end).trim(), ...(name !== '' && { name: name.slice(0, RUN_NAME_LENGTH) }) };
}

function isName({ bySlug, pages }: Guide, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    bySlug.has(wanted) ||
    pages.some(({ title, aliases }) => [title, ...aliases].some((one) => one.toLowerCase() === wanted))
  );
}
