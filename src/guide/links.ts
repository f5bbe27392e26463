import { posix } from 'node:path';
import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { isMarkdown } from './file-kinds.js';
import type { LinkTarget, Section } from './page.js';
import type { PageDirectory } from './page-directory.js';
import type { ChecklistDraft, PageDraft } from './parse/page-draft.js';
import { rewriteTree, walkTree } from './parse/tree.js';
import { type Problem, problemAt } from './problem.js';
import type { Rule } from './rules.js';

interface ResolvedContent {
  readonly sections: readonly Section[];
  /** In the order of the draft. */
  readonly checklists: readonly ChecklistDraft[];
  /** Slugs of the guide's pages that the text links to, in order of appearance, without repetition. */
  readonly linkedPages: readonly string[];
  readonly problems: readonly Problem[];
}

/** Sets the target of every link. A link whose target does not exist becomes its text. */
export function resolvePageLinks(draft: PageDraft, slug: string, resolver: LinkResolver): ResolvedContent {
  const problems: Problem[] = [];

  const replace = (node: Nodes): readonly Nodes[] => {
    if (node.type !== 'link') return [node];
    const { position, ...link } = node;
    const resolution = resolver.resolve(node.url, { slug, file: draft.file });
    const fault = faultOf(resolution);
    if (fault !== undefined) {
      const text = `${quoteAddress(node.url)} ${fault.reason}`;
      problems.push(problemAt(fault.rule, draft.file, position?.start.line, text));
    }
    return 'target' in resolution ? [{ ...link, data: { target: resolution.target } }] : node.children;
  };
  const blocks = (content: readonly RootContent[]): RootContent[] =>
    rewriteTree({ type: 'root', children: [...content] }, replace).children;
  const phrasing = (content: readonly PhrasingContent[]): PhrasingContent[] =>
    rewriteTree({ type: 'paragraph', children: [...content] }, replace).children;

  const sections = draft.sections.map((section) => ({ ...section, content: blocks(section.content) }));
  const checklists = draft.checklists.map((checklist) => ({
    ...checklist,
    items: checklist.items.map((item) => ({
      ...item,
      titleContent: phrasing(item.titleContent),
      detail: blocks(item.detail),
    })),
  }));
  return { sections, checklists, linkedPages: linkedPagesOf(sections), problems };
}

/** An address as problems quote it: shortened if it is long. */
export function quoteAddress(address: string): string {
  return `"${address.length > 80 ? `${address.slice(0, 80)}…` : address}"`;
}

/**
 * What is wrong with an address, for its author; undefined if nothing is.
 * @param consequence what happens if its page does not exist, such as `, so its button is left out`
 */
export function faultOf(resolution: Resolution, consequence = ''): { rule: Rule; reason: string } | undefined {
  if (resolution.kind === 'target' || resolution.kind === 'left-out') return undefined;
  if (resolution.kind === 'refused') {
    const reason = `is left out, because "${resolution.scheme}:" links are not allowed. Use http, https or mailto.`;
    return { rule: 'forbidden-link', reason };
  }
  const { suggestion } = resolution;
  const remedy = suggestion === undefined ? 'Correct the address or add the page.' : `Did you mean "${suggestion}"?`;
  const reason =
    resolution.kind === 'unknown-page'
      ? `is on this guide's site but is not one of its pages, so it leads outside. ${remedy}`
      : `is not a page of this guide${consequence}. ${remedy}`;
  return { rule: 'broken-link', reason };
}

function linkedPagesOf(sections: readonly Section[]): string[] {
  const targets = sections
    .flatMap(({ content }) => [...content])
    .flatMap((node) => [...walkTree(node)])
    .map((node): LinkTarget | undefined => (node.type === 'link' ? node.data?.target : undefined));
  return [...new Set(targets.flatMap((target) => (target?.kind === 'page' ? [target.slug] : [])))];
}

/** Where a link leads, or why it leads nowhere. */
export type Resolution =
  | { readonly kind: 'target'; readonly target: LinkTarget }
  /** On the guide's own site, but not one of its pages: still a link to outside, but it may be misspelt. */
  | { readonly kind: 'unknown-page'; readonly target: LinkTarget; readonly suggestion?: string }
  | { readonly kind: 'no-page'; readonly suggestion?: string }
  /** A page that has an error. It is reported already. */
  | { readonly kind: 'left-out' }
  | { readonly kind: 'refused'; readonly scheme: string };

export interface LinkResolver {
  /** Resolves an address as it is written on a page. */
  resolve(address: string, from: { readonly slug: string; readonly file: string }): Resolution;
}

const ASSET = /\.(?!(?:html?|md|markdown|mdx|mdown|mkd)$)[a-z]\w{1,4}$/i;

/**
 * Links are written in many ways: relative to the file, to the published page, or to the guide's root; with `.html`, `.md`, a trailing
 * slash or nothing; with the published address in front or without. All of these find their page. Only http, https and mailto links may lead outside.
 */
export function createLinkResolver(
  directory: PageDirectory,
  guideUrl: GuideUrl | undefined,
  leftOut: ReadonlySet<string> = new Set(),
): LinkResolver {
  const toPage = (slug: string, hash: string): Resolution => {
    if (leftOut.has(slug)) return { kind: 'left-out' };
    const anchor = decode(hash.replace(/^#/, ''));
    return { kind: 'target', target: { kind: 'page', slug, ...(anchor && { anchor }) } };
  };

  const resolveWeb = (address: string): Resolution => {
    if (!URL.canParse(address)) return { kind: 'no-page' };
    const url = new URL(address);
    const outside: LinkTarget = { kind: 'outside', url: address };
    const path = guideUrl?.pathIn(url);
    if (path === undefined) return { kind: 'target', target: outside };
    const slug = directory.find(decode(path));
    if (slug !== undefined) return toPage(slug, url.hash);
    // The site's home and its images and downloads are not pages of the guide.
    return path === '' || ASSET.test(path)
      ? { kind: 'target', target: outside }
      : { kind: 'unknown-page', target: outside, ...suggestionFor(decode(path)) };
  };

  const suggestionFor = (path: string): { suggestion?: string } => {
    const suggestion = directory.suggest(path);
    return suggestion === undefined ? {} : { suggestion };
  };

  return {
    resolve(written, from) {
      // Browsers ignore control characters, so "java\nscript:" would be a script.
      const address = [...written]
        .filter((character) => character > '\u001f' && character !== '\u007f')
        .join('')
        .trim();
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
      if (scheme === 'http' || scheme === 'https') return resolveWeb(address);
      if (scheme === 'mailto') return { kind: 'target', target: { kind: 'outside', url: address } };
      if (scheme !== undefined) return { kind: 'refused', scheme };
      if (/^[\\/]{2}/.test(address)) return resolveWeb(`https://${address.slice(2)}`);

      const hashAt = address.indexOf('#');
      const hash = hashAt === -1 ? '' : address.slice(hashAt);
      const path = decode((hashAt === -1 ? address : address.slice(0, hashAt)).replace(/\?.*$/, ''));
      if (path === '') return hash === '' ? { kind: 'no-page' } : toPage(from.slug, hash);
      const slug =
        candidatesFor(path, from, guideUrl?.mount).map(directory.find).find(isGiven) ??
        findInRepository(path, directory);
      if (slug !== undefined) return toPage(slug, hash);
      return { kind: 'no-page', ...suggestionFor(path) };
    },
  };
}

/** The paths that a link may mean, the most likely first. `..` above the root stays at the root, as in a browser. */
function candidatesFor(
  path: string,
  { slug, file }: { slug: string; file: string },
  mount: string | undefined,
): string[] {
  // Zola writes "@/" for the folder of its pages.
  if (path.startsWith('@/')) return [path.slice(2)];
  const atRoot = posix.join('/', path).slice(1);
  const unmounted = mount !== undefined && mount !== '/' && path.startsWith(mount) ? [path.slice(mount.length)] : [];
  if (path.startsWith('/')) return [atRoot, ...unmounted];
  const fromFile = posix.join('/', posix.dirname(file), path).slice(1);
  const fromPage = posix.join('/', posix.dirname(slug), path).slice(1);
  // Where pages are published as folders (/a/b/), their relative links start one level deeper.
  const fromPageAsFolder = posix.join('/', slug, path).slice(1);
  return [fromFile, fromPage, fromPageAsFolder, atRoot];
}

// A guide inside a repository may link from the repository's root: `/docs/a/b.md`, where `docs` is the guide's folder.
function findInRepository(path: string, directory: PageDirectory): string | undefined {
  if (!path.startsWith('/') || !isMarkdown(path)) return undefined;
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((_, index) => directory.findFile(segments.slice(index).join('/'))).find(isGiven);
}

function isGiven(slug: string | undefined): slug is string {
  return slug !== undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Knows where the guide is published, from a pattern such as `https://example.com/docs/{slug}.html`. */
export interface GuideUrl {
  /** The part of an address that names a page of the guide; undefined for other sites. */
  pathIn(url: URL): string | undefined;
  /** The path before the slug, such as `/docs/`: links may begin with it, without the host. */
  readonly mount: string;
}

export function readGuideUrl(pattern: string | undefined): GuideUrl | undefined {
  const [before, after, ...more] = pattern?.split('{slug}') ?? [];
  if (before === undefined || after === undefined || more.length > 0 || !URL.canParse(before)) return undefined;
  const start = new URL(before);
  // If the slug is in the query (`?page={slug}`), the start of the query belongs to the prefix.
  const prefix = start.pathname + start.search;
  return {
    mount: start.search === '' ? start.pathname : '/',
    pathIn(url) {
      if (url.host !== start.host) return undefined;
      const rest = start.search === '' ? url.pathname : url.pathname + url.search;
      if (!rest.startsWith(prefix)) return `${rest}/` === prefix ? '' : undefined;
      const inside = rest.slice(prefix.length);
      return after !== '' && inside.endsWith(after) ? inside.slice(0, -after.length) : inside;
    },
  };
}
