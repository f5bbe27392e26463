import type { PageAnswer, Trail } from '../../answer/answer.js';

/** The trail of whatever is opened from this card. */
export const onwards = ({ page, trail }: Pick<PageAnswer, 'page' | 'trail'>): Trail => ({
  ...trail,
  slugs: [...trail.slugs, page.slug],
});
