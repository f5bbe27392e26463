import { mapProse, replaceOutsideCode, type Translate } from './lines.js';

const LINK = /!?\[\[([^[\]\n|]{1,200})(?:\|([^[\]\n|]{1,200}))?\]\]/;

/**
 * Wiki links: `[[Page]]`, `[[text|Page]]` of GitHub, and `[[Page|text]]` of GitLab and Obsidian. Only what names a page of the guide is a
 * link; the rest stays as it is.
 */
export const readWikiLinks: Translate = (lines, { pageNamed }) =>
  mapProse(lines, ({ text }) =>
    text.includes('[[')
      ? replaceOutsideCode(text, LINK, ([whole, first = '', second]) => {
          const target = [second, first].find((part) => part !== undefined && pageNamed(nameIn(part)) !== undefined);
          if (target === undefined) return whole;
          const label = second === undefined ? first : target === second ? first : second;
          const anchor = /#(.*)$/.exec(target)?.[0] ?? '';
          const address = `/${pageNamed(nameIn(target))}${anchor.replace(/\s+/g, '-').toLowerCase()}`;
          return `[${label.trim()}](<${address.replace(/[<>]/g, encodeURIComponent)}>)`;
        })
      : undefined,
  );

function nameIn(target: string): string {
  return target.replace(/#.*$/, '');
}

/** Names of pages as wikis compare them: `Rolling Back`, `Rolling-Back` and `rolling-back.md` are the same. */
export function wikiName(name: string): string {
  return name
    .trim()
    .replace(/\.(?:md|markdown|mdx|mdown|mkd)$/i, '')
    .replace(/[\s_-]+/g, '-')
    .toLowerCase();
}
