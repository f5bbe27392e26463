import { ApiError } from '../web-api/api-method.js';
import { readContent } from '../web-api/message-arguments.js';
import type { Message } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import { readCommandReply } from './read-command-reply.js';
import { failureOf } from './read-outcome.js';
import { readCommandLine, sendCommand } from './send-command.js';
import type { Setting } from './setting.js';

/**
 * Asks again what people see the private answer of, the last in each channel, and shows in its place what the app says now:
 * for an app that was changed. What fails, or was pressed since, stays as it is.
 * @returns how many answers are others now
 */
export async function askAgain(setting: Setting): Promise<number> {
  const all = await Promise.all(lastAnswers(setting.store).map((message) => refresh(setting, message)));
  return all.filter(Boolean).length;
}

function lastAnswers({ state }: WorkspaceStore): Message[] {
  const last = new Map(
    state.messages
      .filter(({ visibleTo }) => visibleTo !== undefined)
      .map((message) => [`${message.channel} ${message.visibleTo}`, message]),
  );
  return [...last.values()];
}

/** @returns whether the app says something else now */
async function refresh(setting: Setting, message: Message): Promise<boolean> {
  const { store } = setting;
  const asked = message.asked && readCommandLine(message.asked.line);
  const person = store.state.people.find(({ id }) => id === message.visibleTo);
  const channel = store.channelById(message.channel);
  if (!asked || !person || !channel) return false;
  const { reply } = await sendCommand(setting, { person, channel, ...asked, interaction: store.nextId('I') });
  if (failureOf(reply) || reply.kind !== 'reply' || !message.asked || reply.body === message.asked.answer) return false;
  try {
    const body = readCommandReply(reply);
    if (!body || body.response_type === 'in_channel') return false;
    message.asked.answer = reply.body;
    store.edit(message, readContent(body));
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
