/*
 * What the files of a folder are, by their names alone. Other tools keep parts of pages, menus and error pages among the pages; to show
 * them as pages would be wrong.
 */

/** The settings of a guide, at the top of its folder. */
export const SETTINGS_FILE = 'guidepost.yml';

/** Facts with dates, at the top of a guide's folder: versions, prices, limits, ends of support. Pages name them: `{{fact:django-lts}}`. */
export const FACTS_FILE = 'facts.yml';

const MARKDOWN = /\.(?:md|markdown|mdx|mdown|mkd)$/i;
const OTHER_FORMAT = /\.(?:rst|adoc|asciidoc|org|textile|ipynb)$/i;

export function isMarkdown(file: string): boolean {
  return MARKDOWN.test(file);
}

/** Documentation in a format that is not read. */
export function isOtherFormat(file: string): boolean {
  return OTHER_FORMAT.test(file);
}

/** Notion puts an id behind the name of each page and folder that it exports. */
export const NOTION_ID = / [0-9a-f]{32}(?=[/.]|$)/;

/** A path without the ids of a Notion export. */
export function withoutIds(path: string): string {
  return path.includes(' ') ? path.replace(new RegExp(NOTION_ID, 'g'), '') : path;
}

/** A path without the extension of a Markdown file: `a/b.mdx` → `a/b`, `a/index.html.md` → `a/index`. */
export function withoutExtension(file: string): string {
  return withoutIds(file.replace(MARKDOWN, '').replace(/\.html?$/i, ''));
}

/** A page that stands for its folder: `index.md`, `README.md`, `_index.md` of Hugo and Zola. */
export function isFolderPage(name: string): boolean {
  return /^(?:_?index|readme)$/i.test(name);
}

// The menu of GitBook and mdBook, and the page for addresses that do not exist.
const NO_PAGE = /^(?:SUMMARY|404)$/;
/** A drawing of Obsidian. */
const DRAWING = /\.excalidraw$/i;

/**
 * A Markdown file that is no page: a fragment that pages include (`_common.md`, `_partials/x.md`), a wiki's `_Sidebar.md`, `SUMMARY.md`,
 * `404.md`.
 * @param hasCollections in Jekyll, folders such as `_guides` hold pages
 */
export function isFragment(file: string, hasCollections = false): boolean {
  const folders = file.split('/');
  const name = withoutExtension(folders.pop() ?? '');
  if (NO_PAGE.test(name) || DRAWING.test(name) || (name.startsWith('_') && !isFolderPage(name))) return true;
  return folders.some(
    (folder) =>
      folder === PARTS_OF_GITBOOK || (folder.startsWith('_') && (!hasCollections || JEKYLL_PARTS.has(folder))),
  );
}

/** Where GitBook keeps parts of pages, pictures and downloads. */
export const PARTS_OF_GITBOOK = '.gitbook';

const JEKYLL_PARTS = new Set(['_includes', '_layouts', '_drafts', '_data', '_sass', '_site', '_plugins']);

/** Menus of other tools that may stand above the guide's folder. */
export const MENUS_ABOVE = ['mkdocs.yml', 'mkdocs.yaml', 'sidebars.json', 'SUMMARY.md'] as const;

const MENU_AT_TOP = /^(?:mkdocs\.ya?ml|_config\.yml|sidebars\.json|docs\.json|mint\.json)$/;
const MENU_OF_FOLDER = /^(?:_category_\.(?:json|ya?ml)|_?meta\.json|\.pages)$/;
const CODE_MENU = /^(?:_meta\.[cm]?[jt]sx?|sidebars\.[cm]?[jt]s)$/;

/** A file that says in which order a folder's pages come, or what they are called. */
export function isMenu(file: string): boolean {
  const name = file.split('/').at(-1) ?? '';
  return MENU_OF_FOLDER.test(name) || MENU_AT_TOP.test(file);
}

/** A menu that is a program. It is not read, because it would have to be run. */
export function isCodeMenu(file: string): boolean {
  return CODE_MENU.test(file.split('/').at(-1) ?? '');
}
