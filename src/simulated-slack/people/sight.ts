import type { Channel, Message, Person } from '../workspace/state.js';

export const isSeenBy = ({ visibleTo }: Message, person: Person): boolean =>
  visibleTo === undefined || visibleTo === person.id;

export const mayRead = (channel: Channel, person: Person): boolean =>
  channel.kind === 'public' || channel.members.includes(person.id);
