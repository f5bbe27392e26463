import { readDay, readPeriod } from './dates.js';
import type { Menus } from './dialects/menus.js';
import { SETTINGS_FILE } from './file-kinds.js';
import { keywordsBySlug } from './front-matter/keywords.js';
import {
  createLinkResolver,
  faultOf,
  type LinkResolver,
  quoteAddress,
  readGuideUrl,
  resolvePageLinks,
} from './links.js';
import type { Guide, Keyword, NextStep, Page } from './page.js';
import { createPageAnchors } from './page-anchors.js';
import { createPageDirectory } from './page-directory.js';
import type { PageDraft } from './parse/page-draft.js';
import { type Problem, problemAt } from './problem.js';
import type { GuideQuestion } from './questions.js';
import { arrangePages } from './reading-order.js';
import type { ReviewedPage } from './review/review.js';
import type { Rule } from './rules.js';
import { type GuideSettings, NO_SETTINGS } from './settings.js';
import { createSitePaths } from './site-paths.js';
import { assignSlugs, checkAliases, slugOfFile } from './slugs.js';
import { compareFiles } from './source-file.js';
import { checklistTitles, distinctTitles, withoutSpaceName } from './titles.js';

interface GuideParts {
  readonly drafts: readonly PageDraft[];
  /** Pages that are left out because of an error. Links to them are dropped, and not reported again. */
  readonly unreadable: readonly string[];
  readonly revision: string;
  readonly questions: readonly GuideQuestion[];
  readonly guideUrl: string | undefined;
  /** Those of the tool that the pages are written for. */
  readonly menus?: Menus | undefined;
  readonly settings?: GuideSettings;
  /** Every file in the folder, pages included. */
  readonly files?: ReadonlySet<string>;
}

/** Makes a guide of pages: gives them slugs and an order, and resolves their links and next steps. */
export function assembleGuide({
  drafts: read,
  unreadable,
  revision,
  questions,
  guideUrl,
  menus,
  settings = NO_SETTINGS,
  files,
}: GuideParts): {
  guide: Omit<Guide, 'leftOut'>;
  problems: Problem[];
  /** The pages in their order, for a review. */
  reviewed: ReviewedPage[];
} {
  const parsed = withoutSpaceName(read);
  const { titles: distinct, problems: titleProblems } = distinctTitles(parsed);
  const placed = arrangePages(parsed, menus);
  const groups = new Map(placed.map(({ draft, group }) => [draft.file, group]));
  const drafts = placed.map(({ draft }) => ({ ...draft, title: distinct.get(draft) ?? draft.title }));
  const { slugs, problems: slugProblems } = assignSlugs([...drafts].sort((a, b) => compareFiles(a.file, b.file)));
  const others = otherAddresses(drafts, menus);
  const entries = [...slugs].map(([{ file, aliases, addresses, slug: written }, slug]) => ({
    slug,
    file,
    aliases: aliases.map(({ text }) => text),
    addresses: [...addresses, ...(others.get(file) ?? [])],
    ...(written && { written: written.text }),
  }));
  const missing = unreadable.map((file) => ({ slug: slugOfFile(file), file, aliases: [] }));
  const directory = createPageDirectory([...entries, ...missing]);
  const siteUrl = readGuideUrl(
    menus?.siteUrl === undefined ? undefined : `${menus.siteUrl.replace(/\/*$/, '/')}{slug}`,
  );
  const bases = [...(menus?.bases ?? []), ...(siteUrl ? [siteUrl.mount] : [])];
  const draftsBySlug = new Map([...slugs].map(([draft, slug]) => [slug, draft]));
  const resolver = createLinkResolver({
    directory,
    guideUrl: readGuideUrl(guideUrl),
    leftOut: missingSlugs(missing, entries),
    anchors: createPageAnchors(draftsBySlug),
    ...(files && { files }),
    site: {
      paths: createSitePaths(directory, drafts, bases),
      ...(siteUrl && { url: siteUrl }),
      ...(drafts[0] && { file: drafts[0].file }),
      isPart: menus?.isPartOfSite ?? false,
    },
  });
  const added = keywordsBySlug(settings.keywords, directory, draftsBySlug, SETTINGS_FILE);
  const titles = new Map([...slugs].map(([{ title }, slug]) => [slug, title]));
  const ordered = drafts.flatMap((draft): (readonly [PageDraft, string])[] => {
    const slug = slugs.get(draft);
    return slug === undefined ? [] : [[draft, slug]];
  });
  const problems: Problem[] = [...titleProblems, ...slugProblems, ...checkAliases(slugs), ...added.problems];

  const listTitles = checklistTitles(drafts);
  // Nobody wants to read an empty page next.
  const hasText = ({ sections }: PageDraft): boolean => sections.some(({ text }) => text !== '');
  const withText = ordered.flatMap(([draft, slug]) => (hasText(draft) ? [slug] : []));
  let before = 0;
  const reviewed = ordered.map(([draft, slug]): ReviewedPage => {
    const neighbours = [before + (hasText(draft) ? 1 : 0), before - 1].flatMap((place) => withText[place] ?? []);
    if (hasText(draft)) before += 1;
    const content = resolvePageLinks(draft, slug, resolver);
    const declared = resolveNextSteps(draft, slug, resolver, titles);
    const group = groups.get(draft.file);
    // One by one: a page may have more problems than a call can take.
    for (const problem of [...content.problems, ...declared.problems]) problems.push(problem);
    const page: Page = {
      slug,
      title: draft.title,
      summary: draft.summary,
      // Without one it comes last.
      order: draft.order ?? Number.MAX_SAFE_INTEGER,
      aliases: [...new Set(draft.aliases.map(({ text }) => text))],
      keywords: eachOnce([...draft.keywords, ...(added.bySlug.get(slug) ?? [])]),
      sections: content.sections,
      // If no declared choice has a target, the page would be a dead end, so it gets derived ones.
      nextSteps:
        declared.nextSteps.length > 0
          ? declared.nextSteps
          : deriveNextSteps(slug, content.linkedPages, neighbours, titles),
      checklists: content.checklists.map(({ heading: _heading, under: _under, ...list }, place) => {
        const written = draft.checklists[place];
        return { ...list, title: (written && listTitles.get(written)) ?? draft.title };
      }),
      sources: draft.sources,
      file: draft.file,
      ...(group && { group }),
      ...careOf(draft, settings),
    };
    return { page, draft, linkedPages: content.linkedPages, ownSteps: declared.nextSteps.length };
  });
  const pages = reviewed.map(({ page }) => page);
  const bySlug = new Map(pages.map((page) => [page.slug, page]));
  return {
    guide: {
      ...{ revision, pages, bySlug, synonyms: settings.synonyms, questions, lastChanges: new Map() },
      ...(settings.owner && { owner: settings.owner }),
      ...(settings.feedback === false && { feedback: false as const }),
      ...(settings.asksOwners === false && { asksOwners: false as const }),
    },
    problems,
    reviewed,
  };
}

/** Who looks after a page, and when. What cannot be read is as good as absent: a wrong date must not take a page away. */
function careOf(draft: PageDraft, settings: GuideSettings): Pick<Page, 'updated' | 'reviewIn' | 'owner'> {
  const updated = draft.updated && readDay(draft.updated.text);
  const reviewIn = (draft.reviewIn && readPeriod(draft.reviewIn.text)) ?? settings.reviewIn;
  const owner = draft.owner ?? settings.owner;
  return { ...(updated && { updated }), ...(reviewIn && { reviewIn }), ...(owner && { owner }) };
}

/**
 * The addresses that menus give to pages: those of lists of folders, which other tools make, lead to the first page in the folder; and where a
 * page was before.
 */
function otherAddresses(drafts: readonly PageDraft[], menus: Menus | undefined): Map<string, string[]> {
  const byFile = new Map<string, string[]>();
  const add = (file: string, addresses: readonly string[]): void =>
    void byFile.set(file, [...(byFile.get(file) ?? []), ...addresses]);
  for (const { folder, addresses = [] } of menus?.folderMenus ?? []) {
    const first = addresses.length === 0 ? undefined : drafts.find(({ file }) => file.startsWith(`${folder}/`));
    if (first !== undefined) add(first.file, addresses);
  }
  for (const { from, to } of menus?.redirects ?? []) add(to, [from.replace(/\.md$/i, '')]);
  return byFile;
}

/** The slugs that only pages with errors have. */
function missingSlugs(missing: readonly { slug: string }[], served: readonly { slug: string }[]): Set<string> {
  const slugs = new Set(missing.map(({ slug }) => slug));
  for (const { slug } of served) slugs.delete(slug);
  return slugs;
}

/** Each keyword once; what comes later says where it leads. */
function eachOnce(keywords: readonly Keyword[]): Keyword[] {
  return [...new Map(keywords.map((keyword) => [keyword.text, keyword])).values()];
}

// Slack's limit on a button's address.
const MAX_ADDRESS = 3000;

/** A page's declared next steps. One whose target does not exist is reported and left out; one without a text gets its page's title. */
function resolveNextSteps(
  { file, choices }: PageDraft,
  slug: string,
  resolver: LinkResolver,
  titles: ReadonlyMap<string, string>,
): { nextSteps: NextStep[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const nextSteps = choices.flatMap(({ to, text, icon }): NextStep[] => {
    const resolution = resolver.resolve(to.text, { slug, file });
    const warn = (rule: Rule, reason: string): void => {
      problems.push(problemAt(rule, file, to.line, `${to.name}: ${quoteAddress(to.text)} ${reason}`));
    };
    const fault = faultOf(resolution, ', so its button is left out');
    if (fault !== undefined) warn(fault.rule, fault.reason);
    // A link in the text keeps its text; nothing is left of a button.
    if (resolution.kind === 'site-only')
      warn(
        'broken-link',
        'is not a page of this guide, so its button is left out. Write the whole address, with https://.',
      );
    if (!('target' in resolution)) return [];
    const { target } = resolution;
    if (target.kind === 'outside' && target.url.length > MAX_ADDRESS) {
      const button = text === undefined ? 'its button' : `the button "${text}"`;
      warn(
        'long-address',
        `has ${target.url.length} characters, and a button's address can have ${MAX_ADDRESS}, so ${button} is left out. Use a shorter address.`,
      );
      return [];
    }
    const label = text ?? (target.kind === 'page' ? titles.get(target.slug) : target.url) ?? to.text;
    return [{ text: label, to: target, ...(icon && { icon }) }];
  });
  return { nextSteps, problems };
}

const MAX_STEPS = 5;

/**
 * Next steps for a page that has none: the pages it links to, then its neighbours in reading order; five at most.
 * @param neighbours the next one first
 */
function deriveNextSteps(
  slug: string,
  linkedPages: readonly string[],
  neighbours: readonly string[],
  titles: ReadonlyMap<string, string>,
): NextStep[] {
  const steps = [...new Set([...linkedPages, ...neighbours])].filter((step) => step !== slug);
  return steps
    .slice(0, MAX_STEPS)
    .map((target) => ({ text: titles.get(target) ?? target, to: { kind: 'page', slug: target } }));
}
