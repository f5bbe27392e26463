import type { SimulatedSlack } from '../simulated-slack/index.js';
import type { Command, Desk, Inputs, Message } from './page/protocol.js';

/** What does not come from the workspace: the manifest's commands and the lines to try first. */
export interface DeskSetting {
  readonly commands: readonly Command[];
  readonly suggestions: readonly string[];
}

// A window draws the end of a long conversation, as a chat does before anyone scrolls up.
const messagesPerChannel = 200;

/** Everything that one person sees. @throws Error that lists the people, where nobody is called so */
export function describeDesk(
  { workspace }: Pick<SimulatedSlack, 'workspace'>,
  setting: DeskSetting,
  name: string,
): Desk {
  const { person } = workspace.as(name);
  const channels = workspace.channels.filter(
    (channel) => !channel.archived && (channel.kind === 'public' || channel.members.includes(person.id)),
  );
  const messages = channels.flatMap((channel) => workspace.visibleTo(person.id, channel.id).slice(-messagesPerChannel));
  const dialogs = workspace.dialogs(person.id);
  const inputs: Record<string, Inputs> = {};
  for (const container of [
    ...messages.filter(hasBlocks).map((message) => `${message.channel}/${message.ts}`),
    ...dialogs.map(({ id }) => id),
  ]) {
    const values = workspace.inputs(person.id, container);
    if (Object.keys(values).length > 0) inputs[container] = values;
  }
  return {
    team: { name: workspace.team.name },
    app: { name: displayName(workspace.app.name), botUserId: workspace.app.botUserId },
    person: person.id,
    people: workspace.people.map(({ id, name: handle, realName }) => ({ id, name: handle, realName })),
    channels: channels.map(({ id, name: channelName, kind, members }) => ({ id, name: channelName, kind, members })),
    commands: setting.commands,
    suggestions: setting.suggestions,
    messages: messages.map(shown),
    dialogs: dialogs.map(({ id, title, submit, close, blocks, hash, errors }) => ({
      id,
      ...(title && { title }),
      ...(submit && { submit }),
      ...(close && { close }),
      blocks,
      hash,
      errors,
    })),
    inputs,
  };
}

const hasBlocks = (message: { readonly blocks: readonly unknown[] }) => message.blocks.length > 0;

const shown = ({ channel, ts, author, text, blocks, threadTs, editedTs, visibleTo, error }: Message): Message => ({
  channel,
  ts,
  author,
  text,
  blocks,
  ...(threadTs !== undefined && { threadTs }),
  ...(editedTs !== undefined && { editedTs }),
  ...(visibleTo !== undefined && { visibleTo }),
  ...(error !== undefined && { error }),
});

/** The app's handle as people read it: the workspace keeps it in small letters. */
const displayName = (handle: string) => handle.charAt(0).toUpperCase() + handle.slice(1);
