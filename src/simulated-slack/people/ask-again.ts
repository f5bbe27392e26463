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
 */
export const askAgain = async (setting: Setting): Promise<void> => {
  await Promise.all(lastAnswers(setting.store).map((message) => refresh(setting, message)));
};

const lastAnswers = ({ state }: WorkspaceStore): Message[] => {
  const last = new Map(
    state.messages
      .filter(({ visibleTo }) => visibleTo !== undefined)
      .map((message) => [`${message.channel} ${message.visibleTo}`, message]),
  );
  return [...last.values()];
};

const refresh = async (setting: Setting, message: Message): Promise<void> => {
  const { store } = setting;
  const asked = message.asked && readCommandLine(message.asked.line);
  const person = store.state.people.find(({ id }) => id === message.visibleTo);
  const channel = store.channelById(message.channel);
  if (!asked || !person || !channel) return;
  const { reply } = await sendCommand(setting, { person, channel, ...asked, interaction: store.nextId('I') });
  if (failureOf(reply) || reply.kind !== 'reply' || !message.asked || reply.body === message.asked.answer) return;
  try {
    const body = readCommandReply(reply);
    if (!body || body.response_type === 'in_channel') return;
    message.asked.answer = reply.body;
    store.edit(message, readContent(body));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
};
