import { blockKitBuilderUrl, type SimulatedSlack, type View } from '@guidepost/slack-simulator';
import { describeFaults } from './fault-switches.js';
import { RequestProblem, readChannel } from './http.js';
import type {
  Command,
  Dialog,
  Home,
  HomeTabs,
  Inputs,
  Message,
  MessageJson,
  Warning,
  WorkspaceChange,
  WorkspaceView,
} from './protocol.js';

// Like any chat, the page shows only the end of a long conversation.
const messagesPerChannel = 200;

/** Without a manifest nothing is forbidden, so the app has both tabs. */
const allTabs: HomeTabs = { homeTab: true, messagesTab: true, messagesReadOnly: false };

/**
 * Everything one person sees.
 * @param suggestions lines to try in an empty channel; by default a few for the manifest's first command
 * @param warning what the developer should know about the app
 * @throws Error that lists the people, if nobody has this name
 */
export function workspaceView(
  { workspace, faults }: Pick<SimulatedSlack, 'workspace' | 'faults'>,
  name: string,
  suggestions?: readonly string[],
  warning: Warning | null = null,
): WorkspaceView {
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
  const commands = manifest?.commands ?? [];
  return {
    team: { name: workspace.team.name, domain: workspace.team.domain },
    app: { name: displayName(app.name), botUserId: app.botUserId, tabs: manifest?.home ?? allTabs },
    person: person.id,
    people: workspace.people.map(({ id, name: handle, realName }) => ({ id, name: handle, realName })),
    channels: channels.map(({ id, name: channelName, kind, members }) => {
      const { count, mentions, since } = workspace.unread(person.id, id);
      return {
        id,
        name: channelName,
        kind,
        members,
        unread: { count, mentions, since: since ?? null },
        prompts: workspace.as(person.id).in(id).prompts,
      };
    }),
    commands,
    shortcuts: manifest?.shortcuts ?? [],
    suggestions: suggestions ?? linesToTry(commands),
    messages: messages.map(shownMessage),
    dialogs: dialogs.map(shownDialog),
    home: home ? shownHome(home) : null,
    faults: describeFaults(faults),
    sockets: faults.active.sockets,
    warning,
    inputs: Object.fromEntries(inputs.filter(([, values]) => Object.keys(values).length > 0)),
  };
}

function linesToTry(commands: readonly Command[]): string[] {
  const command = commands[0]?.command;
  if (command === undefined) return [];
  return ['how do I serve static files?', 'paas', 'checklist for going live', 'topics', 'help'].map(
    (text) => `${command} ${text}`,
  );
}

type StoredMessage = SimulatedSlack['workspace']['messages'][number];

function shownMessage(stored: StoredMessage): Message {
  const { channel, ts, author, text, blocks, threadTs, editedTs, visibleTo, error } = stored;
  const { attachments, files, unfurls } = stored;
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
    ...(attachments && { attachments }),
    ...(files && { files }),
    ...(unfurls && { unfurls }),
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

/** The workspace keeps the app's name in lower case. */
function displayName(handle: string): string {
  return handle.charAt(0).toUpperCase() + handle.slice(1);
}

/** @returns a function that compares a view with the last one it saw, and returns what changed, if anything; at first that is everything */
export function trackWorkspace(): (view: WorkspaceView) => WorkspaceChange | undefined {
  let messages = new Map<string, string>();
  let parts = new Map<string, string>();
  return (view) => {
    const { messages: list, ...rest } = view;
    const nowMessages = new Map(list.map((message) => [keyOf(message), JSON.stringify(message)]));
    const nowParts = new Map(Object.entries(rest).map(([name, part]) => [name, JSON.stringify(part)]));
    const changed = list.filter((message) => messages.get(keyOf(message)) !== nowMessages.get(keyOf(message)));
    const gone = [...messages.keys()].filter((key) => !nowMessages.has(key));
    const changedParts = Object.entries(rest).filter(([name]) => parts.get(name) !== nowParts.get(name));
    messages = nowMessages;
    parts = nowParts;
    if (changed.length + gone.length + changedParts.length === 0) return undefined;
    return {
      ...(changed.length > 0 && { changed }),
      ...(gone.length > 0 && { gone }),
      ...(changedParts.length > 0 && { rest: Object.fromEntries(changedParts) }),
    };
  };
}

function keyOf({ channel, ts }: Pick<Message, 'channel' | 'ts'>): string {
  return `${channel}/${ts}`;
}

/** A message as its author would post it, with a link that shows it in Block Kit Builder. */
export function messageJson(
  { workspace }: Pick<SimulatedSlack, 'workspace'>,
  person: string,
  channel: unknown,
  ts: unknown,
): MessageJson {
  const messages = workspace.visibleTo(person, readChannel(workspace, person, channel));
  const found = messages.find((message) => message.ts === ts);
  if (!found) throw new RequestProblem(404, 'This message no longer exists.');
  const { text, blocks, threadTs, metadata } = found;
  const json = {
    text,
    ...(blocks.length > 0 && { blocks }),
    ...(threadTs && { thread_ts: threadTs }),
    ...(metadata && { metadata }),
  };
  return { json, ...(blocks.length > 0 && { builderUrl: blockKitBuilderUrl(blocks) }) };
}
