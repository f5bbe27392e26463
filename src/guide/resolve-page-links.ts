import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import type { ChecklistItem, LinkTarget, Section } from './page.js';
import type { PageDraft } from './page-draft.js';
import type { Problem } from './problem.js';
import type { LinkResolver, Resolution } from './resolve-link.js';
import { rewriteTree, walkTree } from './rewrite-tree.js';

export interface ResolvedContent {
  readonly sections: readonly Section[];
  readonly items: readonly ChecklistItem[];
  /** Slugs of the guide's pages that the text links to, in order of appearance, without repetition. */
  readonly linkedPages: readonly string[];
  readonly problems: readonly Problem[];
}

/** Sets the target of every link. A link that leads nowhere becomes its text, so that no edge can follow it. */
export function resolvePageLinks(draft: PageDraft, slug: string, resolver: LinkResolver): ResolvedContent {
  const problems: Problem[] = [];

  const replace = (node: Nodes): readonly Nodes[] => {
    if (node.type !== 'link') return [node];
    const { position, ...link } = node;
    const resolution = resolver.resolve(node.url, { slug, file: draft.file });
    const reason = reasonFor(resolution);
    if (reason !== undefined) {
      const text = `link to ${quoteAddress(node.url)} ${reason}`;
      problems.push({ severity: 'warning', file: draft.file, text, ...(position && { line: position.start.line }) });
    }
    return 'target' in resolution ? [{ ...link, data: { target: resolution.target } }] : node.children;
  };
  const blocks = (content: readonly RootContent[]): RootContent[] =>
    rewriteTree({ type: 'root', children: [...content] }, replace).children;
  const phrasing = (content: readonly PhrasingContent[]): PhrasingContent[] =>
    rewriteTree({ type: 'paragraph', children: [...content] }, replace).children;

  const sections = draft.sections.map((section) => ({ ...section, content: blocks(section.content) }));
  const items = (draft.checklist?.items ?? []).map((item) => ({
    ...item,
    titleContent: phrasing(item.titleContent),
    detail: blocks(item.detail),
  }));
  return { sections, items, linkedPages: linkedPagesOf(sections), problems };
}

/** An address as a problem names it: its beginning, where it is long. */
export function quoteAddress(address: string): string {
  return `"${address.length > 80 ? `${address.slice(0, 80)}…` : address}"`;
}

/**
 * What to tell an author about an address that leads nowhere, or perhaps elsewhere than was meant; undefined where all is well.
 * `consequence` is what becomes of one that cannot be followed, such as `, so … is left out`.
 */
export function reasonFor(resolution: Resolution, consequence = ''): string | undefined {
  if (resolution.kind === 'target') return undefined;
  if (resolution.kind === 'refused') {
    return `is left out, because "${resolution.scheme}:" addresses are not followed; use http, https or mailto`;
  }
  const { suggestion } = resolution;
  const remedy = suggestion === undefined ? 'correct the address or add the page' : `did you mean "${suggestion}"?`;
  if (resolution.kind === 'unknown-page') {
    return `is an address of this guide's site, but not of one of its pages, so it leads outside; ${remedy}`;
  }
  return `leads to no page of this guide${consequence}; ${remedy}`;
}

function linkedPagesOf(sections: readonly Section[]): string[] {
  const targets = sections
    .flatMap(({ content }) => [...content])
    .flatMap((node) => [...walkTree(node)])
    .map((node): LinkTarget | undefined => (node.type === 'link' ? node.data?.target : undefined));
  return [...new Set(targets.flatMap((target) => (target?.kind === 'page' ? [target.slug] : [])))];
}
