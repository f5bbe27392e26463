import type { Channel, Message, Person } from './state.js';
import type { WorkspaceStore } from './workspace-store.js';

export interface Unread {
  readonly count: number;
  /** Those of them that mention the person, and everything in a direct message: what Slack shows a number for. */
  readonly mentions: number;
  /** The first unread message, above which the line "New" stands. */
  readonly since: string | undefined;
}

/** Slack's timestamps in order: microseconds, which a number holds exactly. */
function micros(ts: string): number {
  return Number(ts.replace('.', ''));
}

/** What a person has not read: others' messages in the channel itself, neither private answers nor replies in threads. */
export function unreadOf(store: WorkspaceStore, person: Person, channel: Channel): Unread {
  const read = micros(store.state.read[person.id]?.[channel.id] ?? '0');
  const unread = store.state.messages.filter(
    (message) =>
      message.channel === channel.id &&
      message.threadTs === undefined &&
      message.visibleTo === undefined &&
      message.author.id !== person.id &&
      micros(message.ts) > read,
  );
  const mentions = channel.kind === 'direct' ? unread : unread.filter((message) => mentioned(message, person));
  return { count: unread.length, mentions: mentions.length, since: unread[0]?.ts };
}

/** Marks a channel as read up to a message; its newest where none is named. */
export function markRead(store: WorkspaceStore, person: Person, channel: Channel, ts?: string): void {
  const newest = ts ?? store.state.messages.findLast((message) => message.channel === channel.id)?.ts;
  const mine = store.state.read[person.id] ?? {};
  if (newest === undefined || mine[channel.id] === newest) return;
  store.state.read[person.id] = { ...mine, [channel.id]: newest };
  store.notify({ kind: 'read', person: person.id, channel: channel.id });
}

function mentioned({ text, blocks }: Message, { id }: Person): boolean {
  return [`<@${id}`, '<!channel', '<!here', '<!everyone'].some((mention) =>
    `${text}${JSON.stringify(blocks)}`.includes(mention),
  );
}
