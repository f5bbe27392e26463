import { checkMessage } from '../limits/messages-and-views.js';
import type { Block, Channel, JsonObject, Message, ResponseGrant } from '../workspace/state.js';
import type { NewMessage, WorkspaceStore } from '../workspace/store.js';
import { ApiError, type ArgumentKind, refusal } from './method.js';

/** The arguments for a message's content, shared by the chat methods. */
export const contentArguments: Record<string, ArgumentKind> = {
  text: 'string',
  blocks: 'json',
  attachments: 'json',
  markdown_text: 'string',
  parse: 'string',
  link_names: 'boolean',
  as_user: 'boolean',
};

export interface Content {
  text: string;
  blocks: Block[];
}

/** Reads text and blocks, with Slack's checks. @throws ApiError */
export function readContent(args: JsonObject, textMax?: number): Content {
  if (Array.isArray(args.attachments) && args.attachments.length > 0) {
    throw refusal('invalid_arguments', ['attachments are not simulated: use blocks']);
  }
  if (args.markdown_text !== undefined) {
    if (args.text !== undefined || args.blocks !== undefined) {
      throw refusal('markdown_text_conflict', ['markdown_text goes with neither text nor blocks']);
    }
    return readContent({ blocks: [{ type: 'markdown', text: args.markdown_text }] }, textMax);
  }
  const refused = checkMessage(args, textMax);
  if (refused) throw refusal(refused.error, refused.messages);
  return { text: String(args.text ?? ''), blocks: (args.blocks ?? []) as Block[] };
}

/** A message as in Slack's payloads and replies. */
export function messageObject(store: WorkspaceStore, message: Message): JsonObject {
  const { app, team } = store.state;
  const { author, attachments, files } = message;
  // In a shared channel, a guest's message is of their own workspace.
  const home = store.state.people.find(({ id }) => id === author.id)?.team;
  return {
    type: 'message',
    ...(author.kind === 'bot'
      ? { subtype: 'bot_message', bot_id: author.id, username: author.name }
      : { user: author.id }),
    ts: message.ts,
    ...(author.kind === 'app' ? { bot_id: app.botId, app_id: app.id } : {}),
    text: message.text,
    ...(attachments === undefined ? {} : { attachments: structuredClone(attachments) }),
    ...(files === undefined ? {} : { files: structuredClone(files), subtype: 'file_share' }),
    team: home?.id ?? team.id,
    ...(home === undefined ? {} : { user_team: home.id, source_team: home.id }),
    blocks: structuredClone(message.blocks),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.author.id, ts: message.editedTs } }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
  };
}

/** A channel the app can see: private ones and direct messages only as a member. @throws ApiError `channel_not_found` */
export function knownChannel(store: WorkspaceStore, id: string): Channel {
  const channel = store.channelById(id);
  if (!channel || (channel.kind !== 'public' && !store.appIsMember(channel))) throw new ApiError('channel_not_found');
  return channel;
}

/** A channel the app may post in, by id, by `#name` if public, or by a person's id for their direct messages. @throws ApiError */
export function postableChannel(store: WorkspaceStore, given: string): Channel {
  const { channels, app } = store.state;
  const channel =
    channels.find(({ kind, name }) => kind === 'public' && given === `#${name}`) ??
    channels.find(
      (one) =>
        one.kind === 'direct' && store.appIsMember(one) && one.members.includes(given) && given !== app.botUserId,
    ) ??
    knownChannel(store, given);
  if (channel.archived) throw new ApiError('is_archived');
  if (channel.kind === 'direct' && store.manifest?.home.messagesTab === false) {
    throw new ApiError('messages_tab_disabled');
  }
  if (store.appIsMember(channel) || app.scopes.includes('chat:write.public')) return channel;
  throw new ApiError('not_in_channel');
}

const known = new Set([
  ...Object.keys(contentArguments),
  'response_type',
  'replace_original',
  'delete_original',
  'thread_ts',
  'metadata',
  'mrkdwn',
  'unfurl_links',
  'unfurl_media',
]);

function says(value: unknown): boolean {
  return value === true || value === 'true';
}

/**
 * Does what an app answers to an interaction, in the reply to a command or by a post to its response_url.
 * A new message is ephemeral unless `response_type` is `in_channel`. It needs no membership.
 * `replace_original` only works for a press: Slack ignores it on a command's response_url (bolt-js issue 2287).
 * @throws ApiError with Slack's code
 */
export function respond(store: WorkspaceStore, grant: ResponseGrant, body: JsonObject): Message | undefined {
  const unknown = Object.keys(body).filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw refusal(
      'invalid_arguments',
      unknown.map((name) => `no such argument: ${name}`),
    );
  if (!['ephemeral', 'in_channel', undefined].includes(body.response_type as string | undefined)) {
    throw refusal('invalid_arguments', ['response_type must be ephemeral or in_channel']);
  }
  if (grant.from === 'press' && grant.ts !== undefined) {
    if (says(body.delete_original)) return deleteOriginal(store, grant, grant.ts);
    if (says(body.replace_original)) return replaceOriginal(store, grant, grant.ts, body);
  }
  return postNew(store, grant, body);
}

function original(store: WorkspaceStore, grant: ResponseGrant, ts: string): Message {
  const message = store.message(grant.channel, ts);
  if (!message) throw new ApiError('message_not_found');
  return message;
}

function deleteOriginal(store: WorkspaceStore, grant: ResponseGrant, ts: string): undefined {
  store.remove(original(store, grant, ts));
}

function replaceOriginal(store: WorkspaceStore, grant: ResponseGrant, ts: string, body: JsonObject): Message {
  const message = original(store, grant, ts);
  const { text, blocks } = readContent(body);
  store.edit(message, { text, blocks });
  delete message.asked;
  return message;
}

function postNew(store: WorkspaceStore, grant: ResponseGrant, body: JsonObject): Message {
  const { text, blocks } = readContent(body);
  const archived = store.channelById(grant.channel)?.archived === true;
  if (archived && body.response_type === 'in_channel') throw new ApiError('is_archived');
  // Without `thread_ts` it goes to the channel, also after a press in a thread (bolt-js issues 963 and 2170).
  const thread = body.thread_ts;
  const message: NewMessage = {
    channel: grant.channel,
    author: store.appAuthor(),
    text,
    blocks,
    answers: grant.interaction,
    ...(typeof thread === 'string' ? { threadTs: thread } : {}),
    ...(body.response_type === 'in_channel' ? {} : { visibleTo: grant.person }),
    ...(body.metadata === undefined ? {} : { metadata: body.metadata as JsonObject }),
  };
  return store.post(message);
}

/** Links to the manifest's domains and their subdomains. */
export function sharedLinks({ manifest }: WorkspaceStore, text: string): { domain: string; url: string }[] {
  return [...text.matchAll(/https?:\/\/[^\s<>|]+/g)].flatMap(([url]) => {
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    const domain = manifest?.unfurlDomains.find((one) => host === one || host.endsWith(`.${one}`));
    return domain === undefined ? [] : [{ domain, url: url.replaceAll('&amp;', '&') }];
  });
}
