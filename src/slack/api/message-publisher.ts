import type { WebClient } from '@slack/web-api';
import type { SendOutcome } from '../../outbox/publisher.js';
import type { Message } from '../block-kit/blocks.js';
import { sendOutcome } from './publisher.js';

/** Whom a message is for that is sent once: a person, by a direct message, or a channel. */
interface Addressed {
  readonly installation: string;
  /** The id of the person or the channel. */
  readonly person: string;
}

/** Sends messages of one kind, each with one attempt. @param render what a message says */
export function createMessagePublisher<M extends Addressed>(
  clientFor: (installation: string) => WebClient,
  render: (message: M) => Message,
): (message: M) => Promise<SendOutcome> {
  return (message) =>
    sendOutcome(async () => {
      const { ts } = await clientFor(message.installation).chat.postMessage({
        channel: message.person,
        ...render(message),
        unfurl_links: false,
        unfurl_media: false,
      });
      return ts;
    });
}
