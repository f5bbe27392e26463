import { checkMessage } from '../limits/messages.js';
import type { Block, JsonObject, Message } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import { type ArgumentKind, refusal } from './api-method.js';

/** Arguments that say what a message contains, shared by the chat methods. */
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

/** Text and blocks after Slack's checks. @throws ApiError */
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

/** A message as Slack's payloads and replies carry it. */
export function messageObject(store: WorkspaceStore, message: Message): JsonObject {
  const { app, team } = store.state;
  const fromApp = message.author.kind === 'app';
  return {
    type: 'message',
    user: message.author.id,
    ts: message.ts,
    ...(fromApp ? { bot_id: app.botId, app_id: app.id } : {}),
    text: message.text,
    team: team.id,
    blocks: structuredClone(message.blocks),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.author.id, ts: message.editedTs } }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
  };
}
