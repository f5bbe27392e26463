import type { SimulatedSlack, View } from '../simulated-slack/index.js';
import type { Desk, Dialog, Home, HomeTabs, Inputs, Message } from './page/protocol.js';
import { describeTroubles } from './trouble-switches.js';

/** What does not come from the workspace. */
export interface DeskSetting {
  /** Lines to try first. */
  readonly suggestions: readonly string[];
}

// A window draws the end of a long conversation, as a chat does before anyone scrolls up.
const messagesPerChannel = 200;

/** An app without a manifest has both tabs, as everything goes for it. */
const anyTabs: HomeTabs = { homeTab: true, messagesTab: true, messagesReadOnly: false };

/** Everything that one person sees. @throws Error that lists the people, where nobody is called so */
export function describeDesk(
  { workspace, trouble }: Pick<SimulatedSlack, 'workspace' | 'trouble'>,
  setting: DeskSetting,
  name: string,
): Desk {
  const { person } = workspace.as(name);
  const { app, manifest } = workspace;
  const channels = workspace.channels.filter(
    (channel) => !channel.archived && (channel.kind === 'public' || channel.members.includes(person.id)),
  );
  const messages = channels.flatMap((channel) => workspace.visibleTo(person.id, channel.id).slice(-messagesPerChannel));
  const dialogs = workspace.dialogs(person.id);
  const home = workspace.home(person.id);
  const containers = [
    ...messages.filter(({ blocks }) => blocks.length > 0).map(({ channel, ts }) => `${channel}/${ts}`),
    ...dialogs.map(({ id }) => id),
    ...(home ? [home.id] : []),
  ];
  const inputs = containers.map((container): [string, Inputs] => [container, workspace.inputs(person.id, container)]);
  return {
    team: { name: workspace.team.name, domain: workspace.team.domain },
    app: { name: displayName(app.name), botUserId: app.botUserId, tabs: manifest?.home ?? anyTabs },
    person: person.id,
    people: workspace.people.map(({ id, name: handle, realName }) => ({ id, name: handle, realName })),
    channels: channels.map(({ id, name: channelName, kind, members }) => {
      const { count, mentions, since } = workspace.unread(person.id, id);
      return { id, name: channelName, kind, members, unread: { count, mentions, since: since ?? null } };
    }),
    commands: manifest?.commands ?? [],
    shortcuts: manifest?.shortcuts ?? [],
    suggestions: setting.suggestions,
    messages: messages.map(shownMessage),
    dialogs: dialogs.map(shownDialog),
    home: home ? shownHome(home) : null,
    troubles: describeTroubles(trouble),
    sockets: trouble.present.sockets,
    inputs: Object.fromEntries(inputs.filter(([, values]) => Object.keys(values).length > 0)),
  };
}

function shownMessage({ channel, ts, author, text, blocks, threadTs, editedTs, visibleTo, error }: Message): Message {
  return {
    channel,
    ts,
    author,
    text,
    blocks,
    ...(threadTs !== undefined && { threadTs }),
    ...(editedTs !== undefined && { editedTs }),
    ...(visibleTo !== undefined && { visibleTo }),
    ...(error !== undefined && { error }),
  };
}

function shownDialog({ id, title, submit, close, blocks, hash, errors, submit_disabled }: View): Dialog {
  return {
    id,
    ...(title && { title }),
    ...(submit && { submit }),
    ...(close && { close }),
    blocks,
    hash,
    isSubmitDisabled: submit_disabled,
    errors,
  };
}

function shownHome({ id, blocks, hash }: View): Home {
  return { id, blocks, hash };
}

/** The app's handle as people read it: the workspace keeps it in small letters. */
function displayName(handle: string) {
  return handle.charAt(0).toUpperCase() + handle.slice(1);
}
