import { join } from 'node:path';
import type { RootContent } from 'mdast';
import { readGuide } from '../../../src/guide/load.js';
import { plainText } from '../../../src/guide/text.js';
import { inTemporaryFolder } from '../temporary-folder.js';

export interface ShownPages {
  readonly notes: readonly string[];
  readonly problems: readonly string[];
  /** Each page as `Group › slug: Title`, in order. */
  readonly pages: readonly string[];
  /** What people see of a page, one line for each block. */
  readonly text: (slug: string) => readonly string[];
  readonly summary: (slug: string) => string | undefined;
  /** Where the links of a page lead, with their texts. */
  readonly links: (slug: string) => readonly string[];
}

/** What is shown of a folder of these files. @param folder the guide's own, inside of it */
export function shownPages(files: Readonly<Record<string, string>>, folder = ''): Promise<ShownPages> {
  return inTemporaryFolder(files, async (root) => {
    const { guide, notes, problems } = await readGuide({ folder: join(root, folder) });
    const pageAt = (slug: string) => {
      const page = guide?.bySlug.get(slug);
      if (page === undefined)
        throw new Error(`No page ${slug}; there are ${[...(guide?.bySlug.keys() ?? [])].join(', ')}`);
      return page;
    };
    return {
      notes,
      problems: problems.map(({ file, line, text }) => `${file}${line === undefined ? '' : `:${line}`}: ${text}`),
      pages: (guide?.pages ?? []).map(({ group = [], slug, title }) => `${[...group, slug].join(' › ')}: ${title}`),
      text: (slug) =>
        pageAt(slug).sections.flatMap(({ heading, depth, content }) => [
          ...(heading === undefined ? [] : [`${'#'.repeat(depth)} ${heading}`]),
          ...content.flatMap(linesOf),
        ]),
      summary: (slug) => pageAt(slug).summary,
      links: (slug) => pageAt(slug).sections.flatMap(({ content }) => content.flatMap(linksIn)),
    };
  });
}

/** `quote: Note: text`, `code: npm i`. */
export function linesOf(node: RootContent): string[] {
  switch (node.type) {
    case 'blockquote':
      return node.children.flatMap(linesOf).map((line) => `> ${line}`);
    case 'list':
      return node.children.flatMap(({ children }) => children.flatMap(linesOf).map((line) => `- ${line}`));
    case 'code':
      return [`code: ${node.value}`];
    default:
      return [plainText([node], ' ')];
  }
}

function linksIn(node: RootContent): string[] {
  if (node.type === 'link') {
    const target = node.data?.target;
    const place = target?.kind === 'page' ? target.slug + (target.anchor ? `#${target.anchor}` : '') : target?.url;
    return [`${plainText(node.children, ' ')} → ${place}`];
  }
  return 'children' in node ? (node.children as RootContent[]).flatMap(linksIn) : [];
}
