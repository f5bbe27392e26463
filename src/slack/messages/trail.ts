import type { PageAnswer, Trail } from '../../answer/answer.js';

/** The trail of whatever is opened from this card. */
export function onwards({ page, trail }: Pick<PageAnswer, 'page' | 'trail'>): Trail {
  return {
    ...trail,
    slugs: [...trail.slugs, page.slug],
  };
}
