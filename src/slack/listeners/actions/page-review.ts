import type { Services } from '../../services.js';
import { pageKeptMessage, pageSnoozedMessage } from '../../views/page-question.js';
import type { PressListener } from '../press.js';

/** `page:keep`: a page is still right. It counts as checked from today, and the message says how to keep that with the page. */
export function keepPage({ reviews }: Pick<Services, 'reviews'>): PressListener<'page:keep'> {
  return async ({ acknowledge, action, by, installation, replace }) => {
    const day = await reviews.keep({ installation, slug: action.slug }, by.id);
    await acknowledge();
    await replace(pageKeptMessage(action, by, day));
  };
}

/** `page:snooze`: the owner of a page is asked again in a month. */
export function snoozePage({ reviews }: Pick<Services, 'reviews'>): PressListener<'page:snooze'> {
  return async ({ acknowledge, action, installation, replace }) => {
    const day = await reviews.snooze({ installation, slug: action.slug });
    await acknowledge();
    await replace(pageSnoozedMessage(action, day));
  };
}
