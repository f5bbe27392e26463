import type { Channel, Desk } from '../protocol.js';
import { send } from '../server.js';

/**
 * Marks a channel as read while a person looks at it.
 * @returns on each drawing, the message above which the line "New" stands: the first that was unread when they came to look
 */
export function readMarker(): (desk: Desk, channel: Channel, isShown: boolean) => string | undefined {
  let visit = '';
  let newSince: string | undefined;
  let wasLooking = false;
  let marked = '';
  return (desk, channel, isShown) => {
    const isLooking = isShown && document.visibilityState === 'visible';
    const here = `${desk.person}/${channel.id}`;
    if (here !== visit || (isLooking && !wasLooking)) newSince = channel.unread.since ?? undefined;
    visit = here;
    wasLooking = isLooking;
    const mark = `${here}/${channel.unread.since}/${channel.unread.count}`;
    if (isLooking && channel.unread.count > 0 && mark !== marked) {
      marked = mark;
      void send('/api/read', { person: desk.person, channel: channel.id });
    }
    return newSince;
  };
}
