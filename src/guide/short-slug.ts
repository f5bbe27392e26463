import { createHash } from 'node:crypto';

/** A button's value holds 2,000 characters in Slack, and people read slugs; no slug that a person chose comes near this. */
export const MAX_SLUG = 120;

const HASH_LENGTH = 8;

/** The slug, where it is too long as its beginning and a hash of the whole, so that two long ones stay apart. */
export function shortSlug(slug: string): string {
  if (slug.length <= MAX_SLUG) return slug;
  const hash = createHash('sha256').update(slug).digest('hex').slice(0, HASH_LENGTH);
  const beginning = slug
    .slice(0, MAX_SLUG - HASH_LENGTH - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/[^\p{L}\p{N}]+$/u, '');
  return beginning === '' ? hash : `${beginning}-${hash}`;
}
