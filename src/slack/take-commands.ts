import type { ReceiverEvent, SlashCommand } from '@slack/bolt';
import type { FetchFunction } from '@slack/web-api';
import type { AnswerCommand, PrivateMessage } from './listeners/commands.js';

/** Is shown a request of Slack before Bolt, and tells whether it has taken it. */
export type Take = (event: ReceiverEvent) => Promise<boolean>;

/**
 * Takes commands past Bolt, which builds a client, a context and a chain of middleware for each: a sixth of the time of an
 * answer, and an answer uses none of it.
 * @param post for a reply that comes too late for the acknowledgement
 */
export function takeCommands(answer: AnswerCommand, post: FetchFunction): Take {
  return async ({ body, ack }) => {
    if (!isCommand(body)) return false;
    await answer({ command: body, ack, respond: (message) => respond(post, body.response_url, message) });
    return true;
  };
}

function isCommand(body: unknown): body is SlashCommand {
  return typeof body === 'object' && body !== null && 'command' in body && typeof body.command === 'string';
}

async function respond(post: FetchFunction, url: string, message: PrivateMessage): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const { ok, status } = await post(url, { method: 'POST', headers, body: JSON.stringify(message) });
  if (!ok) throw new Error(`Slack refused the late reply to a command: its response_url answers ${status}`);
}
