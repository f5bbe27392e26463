import type { WebClient } from '@slack/web-api';
import type { Day } from '../../guide/dates.js';
import type { SendOutcome } from '../../outbox/publisher.js';
import type { ReviewMessage } from '../../reviews/store.js';
import { pageQuestionMessage } from '../views/page-question.js';
import { sendOutcome } from './publisher.js';

/** Asks people, by direct messages, and channels whether their pages are still right. */
export function createReviewPublisher(
  clientFor: (installation: string) => WebClient,
  today: () => Day,
): (message: ReviewMessage) => Promise<SendOutcome> {
  return ({ installation, person, question }) =>
    sendOutcome(async () => {
      const { ts } = await clientFor(installation).chat.postMessage({
        channel: person,
        ...pageQuestionMessage(question, today()),
        unfurl_links: false,
        unfurl_media: false,
      });
      return ts;
    });
}
