import type { JsonObject, Message, ResponseGrant } from '../workspace/state.js';
import type { NewMessage, WorkspaceStore } from '../workspace/workspace-store.js';
import { ApiError, refusal } from './api-method.js';
import { contentArguments, readContent } from './message-arguments.js';

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
 * Carries out what an app answers to an interaction: by the reply to a command, or by a post to its response_url.
 * A new message is ephemeral unless `in_channel` is asked for, and needs no membership.
 * `replace_original` works for a press alone: on a command's response_url Slack ignores it (bolt-js issue 2287).
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
  const thread = body.thread_ts ?? grant.threadTs;
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
