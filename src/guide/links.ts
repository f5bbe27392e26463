import { posix } from 'node:path';
import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { isMarkdown } from './file-kinds.js';
import type { LinkTarget, Section } from './page.js';
import { NO_ANCHORS, type PageAnchors } from './page-anchors.js';
import type { PageDirectory } from './page-directory.js';
import type { ChecklistDraft, PageDraft } from './parse/page-draft.js';
import { rewriteTree } from './parse/tree.js';
import { type Problem, problemAt } from './problem.js';
import type { Rule } from './rules.js';
import { NO_SITE_PATHS, type SitePaths } from './site-paths.js';

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
  const linkedPages = new Set<string>();

  const replace = (node: Nodes): readonly Nodes[] => {
    if (node.type !== 'link') return [node];
    const { position, ...link } = node;
    const resolution = resolver.resolve(node.url, { slug, file: draft.file });
    const fault = faultOf(resolution);
    if (fault !== undefined) {
      const text = `${quoteAddress(node.url)} ${fault.reason}`;
      problems.push(problemAt(fault.rule, draft.file, position?.start.line, text));
    }
    if (!('target' in resolution)) return node.children;
    const { target } = resolution;
    if (target.kind === 'page') linkedPages.add(target.slug);
    return [{ ...link, data: { target } }];
  };
  const blocks = (content: readonly RootContent[]): RootContent[] =>
    rewriteTree({ type: 'root', children: [...content] }, replace).children;
  const phrasing = (content: readonly PhrasingContent[]): PhrasingContent[] =>
    rewriteTree({ type: 'paragraph', children: [...content] }, replace).children;

  const sections = draft.sections.map((section) => ({ ...section, content: blocks(section.content) }));
  // Checklists have the same links again.
  const linkedInText = [...linkedPages];
  const checklists = draft.checklists.map((checklist) => ({
    ...checklist,
    items: checklist.items.map((item) => ({
      ...item,
      titleContent: phrasing(item.titleContent),
      detail: blocks(item.detail),
    })),
  }));
  return { sections, checklists, linkedPages: linkedInText, problems };
}

/** An address as problems quote it: without its middle if it is long, because the end says most. */
export function quoteAddress(address: string): string {
  return `"${address.length > 100 ? `${address.slice(0, 40)}…${address.slice(-60)}` : address}"`;
}

/**
 * What is wrong with an address, for its author; undefined if nothing is.
 * @param consequence what happens if its page does not exist, such as `, so its button is left out`
 */
export function faultOf(resolution: Resolution, consequence = ''): { rule: Rule; reason: string } | undefined {
  const askFor = (suggestion: string | undefined, otherwise: string): string =>
    suggestion === undefined ? otherwise : `Did you mean "${suggestion}"?`;
  switch (resolution.kind) {
    case 'target':
    case 'left-out':
    case 'site-only':
      return undefined;
    case 'refused': {
      const reason = `is left out, because "${resolution.scheme}:" links are not allowed. Use http, https or mailto.`;
      return { rule: 'forbidden-link', reason };
    }
    case 'no-section': {
      const remedy = askFor(resolution.suggestion && `#${resolution.suggestion}`, 'Correct what stands behind "#".');
      const reason = `names a heading that "${resolution.target.slug}" does not have, so it leads to the top of the page. ${remedy}`;
      return { rule: 'broken-anchor', reason };
    }
    case 'unknown-page': {
      const remedy = askFor(resolution.suggestion, 'Correct the address or add the page.');
      const reason = `is on this guide's site but is not one of its pages, so it leads outside. ${remedy}`;
      return { rule: 'broken-link', reason };
    }
    case 'outside-folder': {
      const reason = `leads out of the guide's folder${consequence}. Write the whole address, with https://.`;
      return { rule: 'outside-folder', reason };
    }
    case 'no-page': {
      const { what = 'is not a page of this guide', suggestion } = resolution;
      const remedy = askFor(suggestion, resolution.remedy ?? 'Correct the address or add the page.');
      return { rule: 'broken-link', reason: `${what}${consequence}. ${remedy}` };
    }
  }
}

/** Where a link leads, or why it leads nowhere. */
export type Resolution =
  | { readonly kind: 'target'; readonly target: LinkTarget }
  /** On the guide's own site, but not one of its pages: still a link to outside, but it may be misspelt. */
  | { readonly kind: 'unknown-page'; readonly target: LinkTarget; readonly suggestion?: string }
  /** The page is there, but nothing on it has the name behind "#". */
  | { readonly kind: 'no-section'; readonly target: LinkTarget & { kind: 'page' }; readonly suggestion?: string }
  /** `what` and `remedy` where more is known than that there is no such page. */
  | { readonly kind: 'no-page'; readonly suggestion?: string; readonly what?: string; readonly remedy?: string }
  /** A file above the guide's folder. It may well be there, but nobody can open it from Slack. */
  | { readonly kind: 'outside-folder' }
  /** A page that has an error, and is reported already. */
  | { readonly kind: 'left-out' }
  /** What only the site of the guide has: a file that is no page, or an address that its generator fills in. */
  | { readonly kind: 'site-only' }
  | { readonly kind: 'refused'; readonly scheme: string };

export interface LinkResolver {
  /** Resolves an address as it is written on a page. */
  resolve(address: string, from: { readonly slug: string; readonly file: string }): Resolution;
}

/** The site that another tool makes of the pages. */
export interface Site {
  readonly paths: SitePaths;
  /** Where it is published, if its settings say so. What leads there may be a page of the guide. */
  readonly url?: GuideUrl;
  /** A file of the guide, to find others from. */
  readonly file?: string;
  /** It is a part of a larger site, which absolute paths may lead to. */
  readonly isPart?: boolean;
}

const ASSET = /\.(?!(?:html?|md|markdown|mdx|mdown|mkd)$)[a-z]\w{1,4}$/i;
/** A variable of a template, which only the site's generator knows: `{{ site.baseurl }}/x`. */
const VARIABLE = /\{\{|\{%|\$\{/;

/** What links may lead to. */
export interface LinkTargets {
  readonly directory: PageDirectory;
  readonly guideUrl: GuideUrl | undefined;
  /** The slugs that only pages with errors have. */
  readonly leftOut?: ReadonlySet<string>;
  /** Every file in the folder, pages included. */
  readonly files?: ReadonlySet<string>;
  readonly anchors?: PageAnchors;
  readonly site?: Site;
}

/**
 * Links are written in many ways: relative to the file, to the published page, or to the guide's root; with `.html`, `.md`, a trailing
 * slash or nothing; with the published address in front or without. All of these find their page. Only http, https and mailto links may lead outside.
 */
export function createLinkResolver({
  directory,
  guideUrl,
  leftOut = new Set(),
  files = new Set(),
  anchors = NO_ANCHORS,
  site = { paths: NO_SITE_PATHS },
}: LinkTargets): LinkResolver {
  const folders = new Set([...files].flatMap(foldersOf));

  const toPage = (slug: string, hash: string): Resolution => {
    if (leftOut.has(slug)) return { kind: 'left-out' };
    const anchor = decode(hash.replace(/^#/, ''));
    const target = { kind: 'page' as const, slug, ...(anchor && { anchor }) };
    const fault = anchor === '' ? undefined : anchors.check(slug, anchor);
    return fault === undefined ? { kind: 'target', target } : { kind: 'no-section', target, ...fault };
  };

  /** What is known of a path that is no page. */
  const toNoPage = (path: string, file: string): Resolution => {
    const written = posix.join(posix.dirname(file), path);
    const isAsset = ASSET.test(path);
    if (!path.startsWith('/') && written.startsWith('..')) return { kind: 'outside-folder' };
    if (site.isPart && path.startsWith('/')) return { kind: 'site-only' };
    // A site has files of its own, next to the pages: only a relative path says where one must be.
    if (VARIABLE.test(path) || (isAsset && path.startsWith('/'))) return { kind: 'site-only' };
    const places = [written, path].map((place) => posix.join('/', place).replace(/^\/|\/$/g, ''));
    const found = places.find((place) => files.has(place));
    if (found !== undefined) {
      if (!isMarkdown(found)) return { kind: 'site-only' };
      const what = 'is not shown as a page: it is a draft, is ignored, or is a part of other pages';
      return { kind: 'no-page', what, remedy: 'Publish it, or link to another page.' };
    }
    const folder = places.find((place) => folders.has(place));
    if (folder !== undefined)
      return { kind: 'no-page', what: 'is a folder without a page of its own', remedy: `Add ${folder}/index.md.` };
    if (isAsset) return { kind: 'no-page', what: 'is not a file of this guide', remedy: 'Correct the address.' };
    return { kind: 'no-page', ...suggestionFor(path) };
  };

  const resolveWeb = (address: string): Resolution => {
    if (!URL.canParse(address)) return { kind: 'no-page' };
    const url = new URL(address);
    const outside: LinkTarget = { kind: 'outside', url: address };
    const path = guideUrl?.pathIn(url);
    if (path === undefined) {
      const ownPath = site.url?.pathIn(url);
      const own = ownPath === undefined ? undefined : site.paths.find(`/${decode(ownPath)}`, site.file ?? '');
      return own === undefined ? { kind: 'target', target: outside } : toPage(own, url.hash);
    }
    const slug = directory.find(decode(path));
    if (slug !== undefined) return toPage(slug, url.hash);
    // The site's home and its images and downloads are not pages of the guide.
    return path === '' || ASSET.test(path)
      ? { kind: 'target', target: outside }
      : { kind: 'unknown-page', target: outside, ...suggestionFor(decode(path)) };
  };

  /** Azure DevOps has files with a percent sign in their names: `Restart-%2D-API.md`. */
  const findAsWritten = (path: string, from: { slug: string; file: string }): string | undefined =>
    path.includes('%')
      ? [...candidatesFor(path, from, undefined)].map((each) => directory.find(each)).find((slug) => slug !== undefined)
      : undefined;

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
        .trim()
        // Docusaurus: an address that its router leaves alone.
        .replace(/^pathname:\/\//, '');
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
      if (scheme === 'http' || scheme === 'https') return resolveWeb(address);
      if (scheme === 'mailto') return { kind: 'target', target: { kind: 'outside', url: address } };
      if (scheme !== undefined) return { kind: 'refused', scheme };
      if (/^[\\/]{2}/.test(address)) return resolveWeb(`https://${address.slice(2)}`);

      const hashAt = address.indexOf('#');
      const hash = hashAt === -1 ? '' : address.slice(hashAt);
      const writtenPath = (hashAt === -1 ? address : address.slice(0, hashAt)).replace(/\?.*$/, '');
      const path = decode(writtenPath);
      if (path === '') return hash === '' ? { kind: 'no-page' } : toPage(from.slug, hash);
      if (path.length > MAX_PATH) return { kind: 'no-page' };
      for (const candidate of candidatesFor(path, from, guideUrl?.mount)) {
        const slug = directory.find(candidate);
        if (slug !== undefined) return toPage(slug, hash);
      }
      const slug =
        findInRepository(path, directory) ?? site.paths.find(path, from.file) ?? findAsWritten(writtenPath, from);
      if (slug !== undefined) return toPage(slug, hash);
      // A site has its files where its pages are.
      const asset = ASSET.test(path) ? guideUrl?.fileUrl(path, from.file) : undefined;
      if (asset !== undefined) return { kind: 'target', target: { kind: 'outside', url: asset } };
      return toNoPage(path, from.file);
    },
  };
}

/** No path of a file is longer. */
const MAX_PATH = 4_096;

/** The paths that a link may mean, the most likely first. `..` above the root stays at the root, as in a browser. */
function* candidatesFor(
  path: string,
  { slug, file }: { slug: string; file: string },
  mount: string | undefined,
): Generator<string> {
  // Zola writes "@/" for the folder of its pages.
  if (path.startsWith('@/')) return yield path.slice(2);
  if (path.startsWith('/')) {
    yield posix.join('/', path).slice(1);
    if (mount !== undefined && mount !== '/' && path.startsWith(mount)) yield path.slice(mount.length);
    return;
  }
  yield posix.join('/', posix.dirname(file), path).slice(1);
  yield posix.join('/', posix.dirname(slug), path).slice(1);
  // Where pages are published as folders (/a/b/), their relative links start one level deeper.
  yield posix.join('/', slug, path).slice(1);
  yield posix.join('/', path).slice(1);
}

/**
 * A guide inside a repository may link from the repository's root: `/docs/a/b.md`, where `docs` is the guide's folder. So may one that is
 * published below a path: `/docs/a/b/`. Without `.md`, two parts must fit, because one may do so by chance.
 */
function findInRepository(path: string, directory: PageDirectory): string | undefined {
  if (!path.startsWith('/')) return undefined;
  const segments = path.split('/').filter((segment) => segment !== '');
  const isFile = isMarkdown(path);
  for (let start = 1; start < Math.min(segments.length, MAX_FOLDERS); start++) {
    const rest = segments.slice(start);
    const slug = isFile
      ? directory.findFile(rest.join('/'))
      : rest.length > 1
        ? directory.find(rest.join('/'))
        : undefined;
    if (slug !== undefined) return slug;
  }
  return undefined;
}

const MAX_FOLDERS = 20;

/** `a/b/c.md` → `a`, `a/b`. */
function foldersOf(file: string): string[] {
  const segments = file.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
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
  /** The address of a file next to the pages, such as a picture; undefined if the site has no paths. @param file that links to it */
  fileUrl(path: string, file: string): string | undefined;
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
    fileUrl(path, file) {
      if (start.search !== '') return undefined;
      const place = path.startsWith('/') ? path : posix.join(start.pathname, posix.dirname(file), path);
      return new URL(encodeURI(place), start.origin).href;
    },
    pathIn(url) {
      if (url.host !== start.host) return undefined;
      const rest = start.search === '' ? url.pathname : url.pathname + url.search;
      if (!rest.startsWith(prefix)) return `${rest}/` === prefix ? '' : undefined;
      const inside = rest.slice(prefix.length);
      return after !== '' && inside.endsWith(after) ? inside.slice(0, -after.length) : inside;
    },
  };
}
