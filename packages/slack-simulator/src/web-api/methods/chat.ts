import { checkBlocks } from '../../limits/blocks.js';
import { characters } from '../../limits/limits.js';
import type { Json, JsonObject, Message } from '../../workspace/state.js';
import type { WorkspaceStore } from '../../workspace/store.js';
import {
  contentArguments,
  knownChannel,
  messageObject,
  postableChannel,
  readContent,
  sharedLinks,
} from '../messages.js';
import { ApiError, type ApiMethod, refusal } from '../method.js';

const scope = 'chat:write';
const authorship = { username: 'string', icon_emoji: 'string', icon_url: 'string' } as const;

function asTheAppItself(args: JsonObject, store: WorkspaceStore): void {
  const needed = 'chat:write.customize';
  const { scopes } = store.state.app;
  const customised = Object.keys(authorship).some((name) => args[name] !== undefined);
  if (customised && !scopes.includes(needed))
    throw new ApiError('missing_scope', { needed, provided: scopes.join(',') });
}

function threadOf(args: JsonObject, channel: string, store: WorkspaceStore): { threadTs?: string } {
  if (args.thread_ts === undefined) return {};
  const parent = store.message(channel, String(args.thread_ts));
  if (!parent) throw new ApiError('thread_not_found');
  if (parent.visibleTo !== undefined) throw new ApiError('cannot_reply_to_message');
  return { threadTs: parent.threadTs ?? parent.ts };
}

/** A message the app may change: its own and not ephemeral. */
function ownMessage(
  args: JsonObject,
  store: WorkspaceStore,
  { refused, archived }: { refused: string; archived: string },
): Message {
  const channel = knownChannel(store, String(args.channel));
  const message = store.message(channel.id, String(args.ts));
  if (!message || message.visibleTo !== undefined) throw new ApiError('message_not_found');
  if (message.author.kind !== 'app') throw new ApiError(refused);
  if (channel.archived) throw new ApiError(archived);
  return message;
}

/** @throws ApiError if a message's metadata has another form than Slack's, or is too large */
function checkMetadata(metadata: Json | undefined): void {
  if (metadata === undefined) return;
  const { event_type, event_payload } = metadata as JsonObject;
  const isComplete = typeof event_type === 'string' && typeof event_payload === 'object' && event_payload !== null;
  if (!isComplete || Array.isArray(event_payload)) throw new ApiError('invalid_metadata_format');
  if (!/^[a-z][a-z0-9_]*$/.test(event_type)) throw new ApiError('invalid_metadata_schema');
  if (JSON.stringify(metadata).length > characters.metadata) throw new ApiError('metadata_too_large');
}

const postMessage: ApiMethod = {
  scope,
  required: { channel: 'string' },
  optional: {
    ...contentArguments,
    ...authorship,
    thread_ts: 'string',
    reply_broadcast: 'boolean',
    metadata: 'json',
    unfurl_links: 'boolean',
    unfurl_media: 'boolean',
    mrkdwn: 'boolean',
  },
  run(args, store) {
    asTheAppItself(args, store);
    const channel = postableChannel(store, String(args.channel));
    const content = readContent(args);
    checkMetadata(args.metadata);
    const thread = threadOf(args, channel.id, store);
    const metadata = args.metadata === undefined ? {} : { metadata: args.metadata as JsonObject };
    const message = store.post({ channel: channel.id, author: store.appAuthor(), ...content, ...thread, ...metadata });
    return { channel: channel.id, ts: message.ts, message: messageObject(store, message) };
  },
};

const update: ApiMethod = {
  scope,
  required: { channel: 'string', ts: 'string' },
  optional: { ...contentArguments, metadata: 'json', file_ids: 'json', reply_broadcast: 'boolean' },
  run(args, store) {
    const message = ownMessage(args, store, { refused: 'cant_update_message', archived: 'is_inactive' });
    // Without `blocks`, the message loses its blocks.
    const { text, blocks } = readContent(args, characters.updateText);
    checkMetadata(args.metadata);
    store.edit(message, {
      text,
      blocks,
      ...(args.metadata === undefined ? {} : { metadata: args.metadata as JsonObject }),
    });
    return { channel: message.channel, ts: message.ts, text, message: messageObject(store, message) };
  },
};

const remove: ApiMethod = {
  scope,
  required: { channel: 'string', ts: 'string' },
  optional: { as_user: 'boolean' },
  run(args, store) {
    const message = ownMessage(args, store, { refused: 'cant_delete_message', archived: 'is_archived' });
    store.remove(message);
    return { channel: message.channel, ts: message.ts };
  },
};

const postEphemeral: ApiMethod = {
  scope,
  required: { channel: 'string', user: 'string' },
  optional: { ...contentArguments, ...authorship, thread_ts: 'string' },
  run(args, store) {
    asTheAppItself(args, store);
    const channel = knownChannel(store, String(args.channel));
    if (channel.archived) throw new ApiError('is_archived');
    if (!store.appIsMember(channel)) throw new ApiError('not_in_channel');
    if (!channel.members.includes(String(args.user))) throw new ApiError('user_not_in_channel');
    const content = readContent(args);
    const thread = threadOf(args, channel.id, store);
    const author = store.appAuthor();
    const message = store.post({ channel: channel.id, author, visibleTo: String(args.user), ...content, ...thread });
    return { message_ts: message.ts };
  },
};

const getPermalink: ApiMethod = {
  required: { channel: 'string', message_ts: 'string' },
  optional: {},
  run(args, store) {
    const channel = knownChannel(store, String(args.channel));
    const message = store.message(channel.id, String(args.message_ts));
    if (!message || message.visibleTo !== undefined) throw new ApiError('message_not_found');
    const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    const permalink = `https://${store.state.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return { channel: channel.id, permalink };
  },
};

export const chatMethods: Record<string, ApiMethod> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};

interface Unfurled {
  readonly text: string;
  add(unfurls: Record<string, JsonObject>): void;
}

/**
 * The message, or the text that somebody is still writing. By `unfurl_id` and `source` it may be in a conversation that the app is not in.
 * @throws ApiError
 */
function textToUnfurl({ channel, ts, unfurl_id, source }: JsonObject, store: WorkspaceStore): Unfurled {
  if ((unfurl_id === undefined) !== (source === undefined) || (unfurl_id === undefined && (!channel || !ts)))
    throw refusal('invalid_arguments', ['channel and ts, or unfurl_id and source, must be provided together']);
  const composed = store.composed.get(String(unfurl_id));
  if (composed !== undefined && source === 'composer')
    return { text: composed.text, add: (unfurls) => Object.assign(composed.unfurls, unfurls) };
  const [channelId = '', ...rest] = String(unfurl_id ?? `${channel}.${ts}`).split('.');
  const found = unfurl_id === undefined ? knownChannel(store, channelId) : store.channelById(channelId);
  const message = found && store.message(found.id, rest.join('.'));
  if (!message || message.visibleTo !== undefined) throw new ApiError('cannot_find_message');
  return { text: message.text, add: (unfurls) => store.unfurl(message, unfurls) };
}

/** Previews of links that a person shared. Only previews with blocks are supported, and their name in the composer. */
const unfurl: ApiMethod = {
  scope: 'links:write',
  required: { unfurls: 'json' },
  optional: { channel: 'string', ts: 'string', unfurl_id: 'string', source: 'string', metadata: 'json' },
  run(args, store) {
    const { text, add } = textToUnfurl(args, store);
    const shared = new Set(sharedLinks(store, text).map(({ url }) => url));
    const unfurls = Object.entries(args.unfurls as JsonObject);
    for (const [url, preview] of unfurls) {
      if (!shared.has(url)) throw new ApiError('cannot_unfurl_url');
      const blocks = (preview as JsonObject | null)?.blocks;
      const problems = checkBlocks(
        blocks,
        'message',
        `/unfurls/${url.replaceAll('~', '~0').replaceAll('/', '~1')}/blocks`,
      );
      if (problems.length > 0) throw refusal('invalid_blocks', problems);
    }
    add(Object.fromEntries(unfurls) as Record<string, JsonObject>);
    return {};
  },
};

export const unfurlMethods: Record<string, ApiMethod> = { 'chat.unfurl': unfurl };
