import { createHash } from 'node:crypto';
import { slug as slugify } from 'github-slugger';
import { isFolderPage, withoutExtension } from './file-kinds.js';
import type { PageDraft } from './parse/page-draft.js';
import { type Problem, problemAt } from './problem.js';

interface SlugAssignment {
  readonly slugs: ReadonlyMap<PageDraft, string>;
  readonly problems: readonly Problem[];
}

const SLUG = /^[\p{L}\p{N}._~-]+(?:\/[\p{L}\p{N}._~-]+)*$/u;

// Characters of a slug in a message.
const MAX_SHOWN = 200;

/** Gives every page a slug of its own, of at most 120 characters. If two pages want the same, the later one gets a slug from its path. */
export function assignSlugs(drafts: readonly PageDraft[]): SlugAssignment {
  const owners = new Map<string, PageDraft>();
  const problems: Problem[] = [];
  const slugs = new Map<PageDraft, string>();
  for (const draft of drafts) {
    const whole = wantedSlug(draft, problems);
    const wanted = shortSlug(whole);
    if (wanted !== whole) problems.push(tooLong(draft, whole, wanted));
    const owner = owners.get(wanted);
    const slug = owner === undefined ? wanted : freeSlug(draft.file, owners);
    if (owner !== undefined) {
      const where = `${owner.file}${owner.slug ? `:${owner.slug.line}` : ''}`;
      const text = `slug: "${wanted}" is already the slug of ${where}, so this page gets "${slug}". Give one of them another slug.`;
      problems.push(problemAt('taken-slug', draft.file, draft.slug?.line, text));
    }
    owners.set(slug, draft);
    slugs.set(draft, slug);
  }
  return { slugs, problems };
}

function tooLong({ file, slug }: PageDraft, whole: string, short: string): Problem {
  const shown = whole.length > MAX_SHOWN ? `${whole.slice(0, MAX_SHOWN)}…` : whole;
  const remedy = slug === undefined ? 'Give the page a "slug:" or the file a shorter name.' : 'Write a shorter one.';
  const text = `slug: "${shown}" has ${whole.length} characters, and the limit is ${MAX_SLUG}, so this page gets "${short}". ${remedy}`;
  return problemAt('long-slug', file, slug?.line, text);
}

function wantedSlug({ file, slug }: PageDraft, problems: Problem[]): string {
  if (slug === undefined) return slugOfFile(file);
  const trimmed = slug.text.replace(/^\/+|\/+$/g, '').replace(/\.html?$/i, '');
  // Docusaurus writes "/" for the start of its site.
  if (trimmed === '' && /^\/+$/.test(slug.text)) return slugOfFile(file);
  if (SLUG.test(trimmed)) return trimmed;
  const corrected =
    trimmed
      .split('/')
      .map((segment) => slugify(segment))
      .filter(Boolean)
      .join('/') || slugOfFile(file);
  const text = `${slug.name}: "${slug.text}" is read as "${corrected}". Use only letters, digits, hyphens and slashes.`;
  problems.push(problemAt('invalid-slug', file, slug.line, text));
  return corrected;
}

function freeSlug(file: string, owners: ReadonlyMap<string, unknown>): string {
  const own = slugOfFile(file);
  // A readme in a folder that has an index keeps its own name.
  const named = withoutExtension(file).toLowerCase();
  for (const slug of [own, named].map(shortSlug)) if (!owners.has(slug)) return slug;
  let number = 2;
  while (owners.has(shortSlug(`${own}-${number}`))) number += 1;
  return shortSlug(`${own}-${number}`);
}

// A button's value in Slack holds 2,000 characters, and people read slugs. Slugs that people choose are much shorter.
const MAX_SLUG = 120;

const HASH_LENGTH = 8;

/** Shortens a slug to its beginning and a hash of the whole, so that two long ones stay different. */
function shortSlug(slug: string): string {
  if (slug.length <= MAX_SLUG) return slug;
  const hash = createHash('sha256').update(slug).digest('hex').slice(0, HASH_LENGTH);
  const beginning = slug
    .slice(0, MAX_SLUG - HASH_LENGTH - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/[^\p{L}\p{N}]+$/u, '');
  return beginning === '' ? hash : `${beginning}-${hash}`;
}

/** A title for a page that has none, from its path: `how-to/blue_green.md` → `Blue green`, `how-to/index.md` → `How to`. */
export function readableName(file: string): string {
  const segments = withoutExtension(file).split('/');
  const last = segments.at(-1) ?? '';
  const name = isFolderPage(last) ? (segments.at(-2) ?? 'Home') : last;
  // "01-start" is in order by its number; "2-factor" and "404-errors" are names.
  const words = name
    .replace(/^0\d*[-_.\s]+(?=\p{L})/u, '')
    .replace(/[-_\s]+/g, ' ')
    .trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The slug of a page that declares none: `a/b.md` → `a/b`, `a/index.md` → `a`, and `index` for the guide's own index or readme. */
export function slugOfFile(file: string): string {
  const segments = withoutExtension(file).split('/');
  if (!isFolderPage(segments.at(-1) ?? '')) return segments.join('/');
  return segments.length === 1 ? 'index' : segments.slice(0, -1).join('/');
}

/** Warns of an alias that names two pages. */
export function checkAliases(slugs: ReadonlyMap<PageDraft, string>): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, { draft: PageDraft; what: string }>();
  for (const [draft, slug] of slugs) owners.set(slug.toLowerCase(), { draft, what: `the slug of ${draft.file}` });
  for (const draft of slugs.keys()) {
    for (const { text, line, name } of draft.aliases) {
      const owner = owners.get(text.toLowerCase());
      if (owner === undefined) owners.set(text.toLowerCase(), { draft, what: `an alias of ${draft.file}:${line}` });
      else if (owner.draft !== draft) {
        const advice = `"${text}" is already ${owner.what}. Remove it from one of them.`;
        problems.push(problemAt('taken-alias', draft.file, line, `${name}: ${advice}`));
      }
    }
  }
  return problems;
}
