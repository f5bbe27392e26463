import type { Reply } from '../delivery/app-connection.js';
import { ApiError } from '../web-api/api-method.js';
import { respond } from '../web-api/respond.js';
import type { Channel, Person, ResponseGrant } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import type { Outcome } from './outcome.js';
import { readCommandReply } from './read-command-reply.js';
import { failureOf, refusedContent } from './read-outcome.js';
import { readCommandLine, sendCommand } from './send-command.js';
import type { Setting } from './setting.js';

/** Sends a slash command as Slack does, and shows what its HTTP reply says, or Slack's error line. */
export async function runCommand(
  setting: Setting,
  { person, channel, line }: { person: Person; channel: Channel; line: string },
): Promise<{ interaction: string; outcome: Outcome }> {
  const asked = readCommandLine(line);
  if (!asked) throw new Error(`simulated Slack: a command begins with "/": "${line}" does not. Use say() for chat.`);
  const { command, text } = asked;
  const { store } = setting;
  const interaction = store.nextId('I');
  if (store.manifest && !store.manifest.commands.some((one) => one.command === command)) {
    tell(store, { person, channel, interaction }, `\`${command}\` is not a valid command.`, 'unknown_command');
    return { interaction, outcome: { kind: 'unknown_command' } };
  }
  const { grant, reply } = await sendCommand(setting, { person, channel, command, text, interaction });
  const outcome = showReply(setting, { ...grant, usesLeft: 1, expires: Number.POSITIVE_INFINITY }, reply, line);
  if (outcome.kind !== 'ok') {
    const text = `${command} failed with the error "${outcome.kind}"`;
    tell(store, { person, channel, interaction }, text, outcome.kind);
  }
  return { interaction, outcome };
}

/** A line by Slack itself that only this person sees. */
function tell(
  store: WorkspaceStore,
  { person, channel, interaction }: { person: Person; channel: Channel; interaction: string },
  text: string,
  error: string,
): void {
  store.post({
    channel: channel.id,
    author: { kind: 'slack', id: 'USLACKBOT', name: 'Slackbot' },
    text,
    visibleTo: person.id,
    answers: interaction,
    error,
  });
}

function showReply({ store }: Setting, grant: ResponseGrant, reply: Reply, line: string): Outcome {
  const failure = failureOf(reply);
  if (failure || reply.kind !== 'reply') return failure ?? { kind: 'invalid_reply', messages: [] };
  try {
    const body = readCommandReply(reply);
    const shown = body && respond(store, grant, body);
    if (shown?.visibleTo !== undefined) shown.asked = { line, answer: reply.body };
    return { kind: 'ok' };
  } catch (error) {
    if (error instanceof ApiError) return refusedContent(error);
    throw error;
  }
}
