import { describeOutcome } from './describe-outcome.js';
import type { Channel, Desk } from './protocol.js';
import { send } from './server.js';

/** Whether a line goes to the app: it begins with one of its commands. Anything else is chat. */
export function isCommand({ commands }: Pick<Desk, 'commands'>, line: string): boolean {
  return commands.some(({ command }) => command === line.split(/\s/)[0]);
}

/** What failed, and whether the workspace says so itself, as Slack does of a command that the app did not answer. */
export interface LineFailure {
  readonly words: string;
  readonly isSaidInChannel: boolean;
}

/** Sends what a person wrote: a command to the app, anything else to the channel or, with `threadTs`, to a thread in it. */
export async function sendLine(
  desk: Desk,
  { id: channel }: Channel,
  line: string,
  threadTs?: string,
): Promise<LineFailure | undefined> {
  const { person, app } = desk;
  const isToApp = isCommand(desk, line);
  if (isToApp && threadTs !== undefined) {
    return { words: `${line.split(/\s/)[0]} is not supported in threads. Sorry!`, isSaidInChannel: false };
  }
  const reply = isToApp
    ? await send('/api/command', { person, channel, line })
    : await send('/api/say', { person, channel, text: line, ...(threadTs !== undefined && { threadTs }) });
  const words = describeOutcome(reply, app.name);
  if (words === undefined) return undefined;
  return { words, isSaidInChannel: !['unreachable', 'refused', 'changed'].includes(reply.outcome) };
}
