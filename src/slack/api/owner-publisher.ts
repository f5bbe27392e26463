import type { WebClient } from '@slack/web-api';
import type { OwnerMessage } from '../../asks/owner-questions.js';
import type { SendOutcome } from '../../outbox/publisher.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { ownerMessage } from '../views/owner-question.js';
import { sendOutcome } from './publisher.js';

/** Sends questions to owners of pages, and answers to those who asked. */
export function createOwnerPublisher(
  clientFor: (installation: string) => WebClient,
  pageUrl: PageUrl,
): (message: OwnerMessage) => Promise<SendOutcome> {
  return (message) =>
    sendOutcome(async () => {
      const { ts } = await clientFor(message.installation).chat.postMessage({
        channel: message.person,
        ...ownerMessage(message, pageUrl),
        unfurl_links: false,
        unfurl_media: false,
      });
      return ts;
    });
}
