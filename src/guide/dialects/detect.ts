import type { SourceFile } from '../source-file.js';
import { type NavEntry, readSidebar, readSummary } from './nav.js';

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
  wiki: 'a GitHub or GitLab wiki',
};

/** What the files of a folder say about the tool that they are written for. */
export interface Folder {
  readonly files: readonly SourceFile[];
  readonly fragments: readonly SourceFile[];
  /** Of MkDocs, at the top. */
  readonly mkdocs?: SourceFile;
}

export interface FoundDialect {
  readonly dialect: Dialect | undefined;
  readonly nav: readonly NavEntry[];
  /** For the author: "reads as: MkDocs, nav from mkdocs.yml". */
  readonly note?: string;
}

/** Recognizes the tool that a folder is written for, and reads its menu. @param wanted what the settings say */
export async function findDialect(
  folder: Folder,
  wanted: Dialect | undefined,
  pageNamed: (name: string) => string | undefined,
): Promise<FoundDialect> {
  const dialect = wanted ?? recognize(folder);
  if (dialect === undefined) return { dialect, nav: [] };
  const { file, nav } = await readMenu(folder, dialect, pageNamed);
  const from = nav.length > 0 ? `, nav from ${file}` : '';
  const isGiven = wanted === undefined ? '' : ' (dialect: in guidepost.yml)';
  return { dialect, nav, note: `reads as: ${NAMES[dialect]}${from}${isGiven}` };
}

async function readMenu(
  { fragments, mkdocs }: Folder,
  dialect: Dialect,
  pageNamed: (name: string) => string | undefined,
): Promise<{ file: string; nav: NavEntry[] }> {
  const named = (pattern: RegExp): SourceFile | undefined => fragments.find(({ file }) => pattern.test(file));
  switch (dialect) {
    case 'mkdocs':
      if (mkdocs === undefined) break;
      // Loaded only if there is such a file: the shipped guide needs no YAML parser.
      return { file: mkdocs.file, nav: (await import('./mkdocs-nav.js')).readMkDocsNav(mkdocs) };
    case 'wiki': {
      const sidebar = named(/^_Sidebar\.md$/);
      return { file: sidebar?.file ?? '', nav: sidebar ? readSidebar(sidebar, pageNamed) : [] };
    }
    case 'gitbook':
    case 'mdbook': {
      const summary = named(/(?:^|\/)SUMMARY\.md$/);
      return { file: summary?.file ?? '', nav: summary ? readSummary(summary) : [] };
    }
  }
  return { file: '', nav: [] };
}

const MARKS = /\{%|\{\{[<%]|\]\(@\/|^(?:import |\+\+\+|!!!|\?\?\?|=== "|\/\/\/ |-+8<-|:::)/m;

function recognize({ files, fragments, mkdocs }: Folder): Dialect | undefined {
  if (mkdocs !== undefined) return 'mkdocs';
  const names = new Set([...files, ...fragments].map(({ file }) => file));
  if (names.has('_Sidebar.md') || names.has('_Footer.md')) return 'wiki';
  // One look at each page tells most that they are plain.
  const marked = files.filter(({ text }) => MARKS.test(text));
  const has = (pattern: RegExp): boolean => marked.some(({ text }) => pattern.test(text));
  if (fragments.some(({ file }) => /(?:^|\/)SUMMARY\.md$/.test(file)))
    return has(/\{% *(?:hint|tabs?|content-ref|stepper)\b/) ? 'gitbook' : 'mdbook';
  if (has(/^import .*['"]@astrojs\/starlight/m)) return 'starlight';
  if (has(/^import .*['"]@(?:theme|site|docusaurus)\b/m)) return 'docusaurus';
  if (has(/\{\{[<%] *\/?[A-Za-z]/)) return 'hugo';
  if (has(/\]\(@\//)) return 'zola';
  if (has(/^\+\+\+[ \t]*$/m) && files.some(({ file }) => file.endsWith('_index.md'))) return 'hugo';
  if (has(/\{% *(?:hint|tabs)\b/)) return 'gitbook';
  if (has(/^(?:!!!|\?\?\?\+?) [a-z]+|^=== "|^\/\/\/ [a-z]+|^-+8<-+ /m)) return 'mkdocs';
  if (has(/^:::(?: ?[a-z]+)/m)) return has(/^:::[a-z]+/m) ? 'docusaurus' : 'vitepress';
  return files.some(({ file }) => /\.mdx$/i.test(file)) ? 'mdx' : undefined;
}
