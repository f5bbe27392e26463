import type { WebClient } from '@slack/web-api';
import type { AuthorMessage } from '../../outbox/author-messages.js';
import type { SendOutcome } from '../../outbox/publisher.js';
import { guideReportMessage } from '../views/guide-report.js';
import { sendOutcome } from './publisher.js';

/** Sends direct messages to the authors of the guide. */
export function createAuthorPublisher(
  clientFor: (installation: string) => WebClient,
): (message: AuthorMessage) => Promise<SendOutcome> {
  return ({ installation, person, content }) =>
    sendOutcome(async () => {
      const { ts } = await clientFor(installation).chat.postMessage({
        channel: person,
        ...guideReportMessage(content),
        unfurl_links: false,
        unfurl_media: false,
      });
      return ts;
    });
}
