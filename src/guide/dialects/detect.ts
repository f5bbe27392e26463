import { NOTION_ID } from '../file-kinds.js';
import { findMkDocs, type MenuFiles, type Menus, NO_MENUS, readMenus, toolOfMenu } from './menus.js';

/** The tools whose folders are known. `plain` reads no other tool's markup. */
export const DIALECTS = [
  'plain',
  'mkdocs',
  'docusaurus',
  'starlight',
  'mdx',
  'vitepress',
  'hugo',
  'zola',
  'gitbook',
  'mdbook',
  'jekyll',
  'obsidian',
  'notion',
  'wiki',
] as const;
export type Dialect = (typeof DIALECTS)[number];

const NAMES: Readonly<Record<Dialect, string>> = {
  plain: 'plain Markdown',
  mkdocs: 'MkDocs',
  docusaurus: 'Docusaurus',
  starlight: 'Starlight',
  mdx: 'MDX',
  vitepress: 'VitePress',
  hugo: 'Hugo',
  zola: 'Zola',
  gitbook: 'GitBook',
  mdbook: 'mdBook',
  jekyll: 'Jekyll',
  obsidian: 'Obsidian',
  notion: 'a Notion export',
  wiki: 'a GitHub or GitLab wiki',
};

/** What the files of a folder say about the tool that they are written for. */
export interface Folder extends MenuFiles {
  /** It has the settings of Jekyll. */
  readonly isJekyll?: boolean;
}

export interface FoundDialect {
  readonly dialect: Dialect | undefined;
  readonly menus: Menus;
  /** For the author: "reads as: MkDocs, nav from mkdocs.yml". */
  readonly note?: string;
}

/** Recognizes the tool that a folder is written for, and reads its menus. @param wanted what the settings say */
export async function findDialect(
  folder: Folder,
  wanted: Dialect | undefined,
  pageNamed: (name: string) => string | undefined,
): Promise<FoundDialect> {
  const dialect = wanted ?? (await recognize(folder));
  if (dialect === undefined || dialect === 'plain')
    return { dialect, menus: NO_MENUS, ...(dialect && { note: noteOn(dialect, NO_MENUS, wanted) }) };
  const menus = await readMenus(folder, dialect, pageNamed);
  return { dialect, menus, note: noteOn(dialect, menus, wanted) };
}

function noteOn(dialect: Dialect, { navFile, folderMenus }: Menus, wanted: Dialect | undefined): string {
  const names = new Map<string, number>();
  for (const { file } of folderMenus) {
    const name = file.split('/').at(-1) ?? file;
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  const ofFolders = [...names].map(([name, count]) => (count === 1 ? name : `${name} (${count} folders)`));
  return [
    `reads as: ${NAMES[dialect]}`,
    navFile === undefined ? '' : `, nav from ${navFile}`,
    ofFolders.length === 0 ? '' : `, order from ${ofFolders.join(' and ')}`,
    wanted === undefined ? '' : ' (dialect: in guidepost.yml)',
  ].join('');
}

const MARKS = /\{%|\{\{[<%]|\{\{ *site\.|!\[\[|^%%|\]\(@\/|^(?:import |\+\+\+|!!!|\?\?\?|=== "|\/\/\/ |-+8<-|:::)/m;

async function recognize(folder: Folder): Promise<Dialect | undefined> {
  const { files, fragments, menus = [], isJekyll } = folder;
  const hasMenu = (pattern: RegExp): boolean => menus.some(({ file }) => pattern.test(file));
  if (hasMenu(/(?:^mkdocs\.ya?ml|(?:^|\/)\.pages)$/) || (await findMkDocs(folder)) !== undefined) return 'mkdocs';
  if (fragments.some(({ file }) => /^_(?:sidebar|footer)\.md$/i.test(file))) return 'wiki';
  const tool = toolOfMenu(folder);
  if (tool === 'docusaurus' || hasMenu(/(?:^|\/)_category_\.(?:json|ya?ml)$/)) return 'docusaurus';
  if (isJekyll) return 'jekyll';
  // One look at each page tells most that they are plain.
  const marked = files.filter(({ text }) => MARKS.test(text));
  const has = (pattern: RegExp): boolean => marked.some(({ text }) => pattern.test(text));
  if (tool === 'mdbook' || fragments.some(({ file }) => /(?:^|\/)SUMMARY\.md$/.test(file)))
    return has(/\{% *(?:hint|tabs?|content-ref|stepper)\b/) ? 'gitbook' : 'mdbook';
  if (has(/^import .*['"]@astrojs\/starlight/m)) return 'starlight';
  if (has(/^import .*['"]@(?:theme|site|docusaurus)\b/m)) return 'docusaurus';
  if (has(/\{\{[<%] *\/?[A-Za-z]/)) return 'hugo';
  if (has(/\]\(@\//)) return 'zola';
  if (has(/^\+\+\+[ \t]*$/m) && files.some(({ file }) => file.endsWith('_index.md'))) return 'hugo';
  if (has(/\{% *(?:hint|tabs)\b/)) return 'gitbook';
  if (has(/\{% *(?:link|post_url|include)\b|\{\{ *site\./)) return 'jekyll';
  if (has(/^(?:!!!|\?\?\?\+?) [a-z]+|^=== "|^\/\/\/ [a-z]+|^-+8<-+ /m)) return 'mkdocs';
  if (has(/^:::(?: ?[a-z]+)/m)) return has(/^:::[a-z]+/m) ? 'docusaurus' : 'vitepress';
  if (has(/!\[\[[^\]\n]+\]\]|^%%/m)) return 'obsidian';
  if (files.some(({ file }) => NOTION_ID.test(file))) return 'notion';
  return tool === 'mdx' || hasMenu(/(?:^|\/)_meta\.json$/) || files.some(({ file }) => /\.mdx$/i.test(file))
    ? 'mdx'
    : undefined;
}
