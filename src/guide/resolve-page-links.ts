import type { Link, Nodes, PhrasingContent, RootContent } from 'mdast';
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
export const resolvePageLinks = (draft: PageDraft, slug: string, resolver: LinkResolver): ResolvedContent => {
  const problems: Problem[] = [];

  const replace = (node: Nodes): readonly Nodes[] => {
    if (node.type !== 'link') return [node];
    const { position, ...link } = node;
    const resolution = resolver.resolve(node.url, { slug, file: draft.file });
    if (resolution.kind === 'target') return [{ ...link, data: { target: resolution.target } }];
    const text = `${linkedAs(node)} ${reasonFor(resolution)}`;
    problems.push({ severity: 'warning', file: draft.file, text, ...(position && { line: position.start.line }) });
    return node.children;
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
};

const linkedAs = ({ url }: Link): string => `link to "${url.length > 80 ? `${url.slice(0, 80)}…` : url}"`;

/** What to tell an author about an address that cannot be followed. `consequence` is what becomes of it, such as `, so … is left out`. */
export const reasonFor = (resolution: Exclude<Resolution, { kind: 'target' }>, consequence = ''): string => {
  if (resolution.kind === 'refused') {
    return `is left out, because "${resolution.scheme}:" addresses are not followed; use http, https or mailto`;
  }
  const { suggestion } = resolution;
  const remedy = suggestion === undefined ? 'correct the address or add the page' : `did you mean "${suggestion}"?`;
  return `leads to no page of this guide${consequence}; ${remedy}`;
};

const linkedPagesOf = (sections: readonly Section[]): string[] => {
  const targets = sections
    .flatMap(({ content }) => [...content])
    .flatMap((node) => [...walkTree(node)])
    .map((node): LinkTarget | undefined => (node.type === 'link' ? node.data?.target : undefined));
  return [...new Set(targets.flatMap((target) => (target?.kind === 'page' ? [target.slug] : [])))];
};
