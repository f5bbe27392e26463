import { slug as slugify } from 'github-slugger';
import type { PageDraft } from './page-draft.js';
import type { Problem } from './problem.js';
import { slugOfFile } from './readable-name.js';
import { MAX_SLUG, shortSlug } from './short-slug.js';

export interface SlugAssignment {
  readonly slugs: ReadonlyMap<PageDraft, string>;
  readonly problems: readonly Problem[];
}

const SLUG = /^[\p{L}\p{N}._~-]+(?:\/[\p{L}\p{N}._~-]+)*$/u;

// Of a slug that a problem names.
const MAX_SHOWN = 200;

/** Gives every page a slug of its own, of at most 120 characters. Where two want the same, the later file takes one from its path. */
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
      const text = `slug: "${wanted}" is already the slug of ${where}, so this page takes "${slug}"; give one of them another slug`;
      problems.push({ severity: 'warning', file: draft.file, text, ...(draft.slug && { line: draft.slug.line }) });
    }
    owners.set(slug, draft);
    slugs.set(draft, slug);
  }
  return { slugs, problems };
}

function tooLong({ file, slug }: PageDraft, whole: string, short: string): Problem {
  const shown = whole.length > MAX_SHOWN ? `${whole.slice(0, MAX_SHOWN)}…` : whole;
  const remedy = slug === undefined ? 'give the page a "slug:" or the file a shorter name' : 'write a shorter one';
  const text = `slug: "${shown}" has ${whole.length} characters, more than ${MAX_SLUG}, so this page takes "${short}"; ${remedy}`;
  return { severity: 'warning', file, text, ...(slug && { line: slug.line }) };
}

function wantedSlug({ file, slug }: PageDraft, problems: Problem[]): string {
  if (slug === undefined) return slugOfFile(file);
  const trimmed = slug.text.replace(/^\/+|\/+$/g, '').replace(/\.html?$/i, '');
  if (SLUG.test(trimmed)) return trimmed;
  const mended =
    trimmed
      .split('/')
      .map((segment) => slugify(segment))
      .filter(Boolean)
      .join('/') || slugOfFile(file);
  const text = `${slug.name}: "${slug.text}" is taken as "${mended}"; a slug has letters, digits, hyphens and slashes`;
  problems.push({ severity: 'warning', file, line: slug.line, text });
  return mended;
}

function freeSlug(file: string, owners: ReadonlyMap<string, unknown>): string {
  const own = slugOfFile(file);
  // A readme beside an index is called after itself.
  const named = file.replace(/\.md$/i, '').toLowerCase();
  for (const slug of [own, named].map(shortSlug)) if (!owners.has(slug)) return slug;
  let number = 2;
  while (owners.has(shortSlug(`${own}-${number}`))) number += 1;
  return shortSlug(`${own}-${number}`);
}
