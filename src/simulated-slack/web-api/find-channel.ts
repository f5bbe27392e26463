import type { Channel } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import { ApiError } from './api-method.js';

/** A channel that the app knows of: private ones and direct messages only as a member. @throws ApiError `channel_not_found` */
export function knownChannel(store: WorkspaceStore, id: string): Channel {
  const channel = store.channelById(id);
  if (!channel || (channel.kind !== 'public' && !store.appIsMember(channel))) throw new ApiError('channel_not_found');
  return channel;
}

/** Where the app may post. Takes an id, a public channel's `#name`, or a person's id for their direct message. @throws ApiError */
export function postableChannel(store: WorkspaceStore, given: string): Channel {
  const { channels, app } = store.state;
  const channel =
    channels.find(({ kind, name }) => kind === 'public' && given === `#${name}`) ??
    channels.find(({ kind, members }) => kind === 'direct' && members.includes(given) && given !== app.botUserId) ??
    knownChannel(store, given);
  if (channel.archived) throw new ApiError('is_archived');
  if (store.appIsMember(channel) || app.scopes.includes('chat:write.public')) return channel;
  throw new ApiError('not_in_channel');
}
