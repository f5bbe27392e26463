/**
 * Everything in a simulated workspace, as plain JSON. It can be saved, and passed as `state` at the next start.
 * Blocks and views use Slack's own field names (`block_id`, `private_metadata`).
 */
export interface WorkspaceState {
  team: Team;
  app: AppIdentity;
  people: Person[];
  channels: Channel[];
  /** User groups; absent in states of earlier versions. */
  groups?: UserGroup[];
  messages: Message[];
  /** Open dialogs, bottom first, by person's id. */
  dialogs: Record<string, View[]>;
  /** The App Home that the app published, by person's id. */
  homes: Record<string, View>;
  /** What the app suggests to ask in a conversation, by channel's id. */
  prompts: Record<string, Prompt[]>;
  /** The response_urls, by the secret in their path. */
  grants: Record<string, ResponseGrant>;
  triggers: Record<string, Trigger>;
  /** What people have chosen or typed, by person, then message (`channel/ts`) or view id, then block_id and action_id. */
  inputs: Record<string, Record<string, InputValues>>;
  /** The `ts` of the last message read, by person's id and channel's id. */
  read: Record<string, Record<string, string>>;
  /** The last timestamp and number used, so that each is used only once. */
  lastTs: number;
  lastId: number;
}

/** A suggestion: what it is called, and what a person says by pressing it. */
export interface Prompt {
  title: string;
  message: string;
}

export interface Team {
  id: string;
  name: string;
  domain: string;
  /** Enterprise Grid: the organisation, and whether the app is installed organisation-wide. */
  org?: { id: string; name: string; isInstalled?: boolean };
}

export interface AppIdentity {
  id: string;
  name: string;
  botId: string;
  botUserId: string;
  /** The granted bot scopes. */
  scopes: string[];
}

export interface Person {
  id: string;
  /** Lower case: `ada`. */
  name: string;
  realName: string;
  /** Other names for use in tests, such as `asker`. */
  aliases: string[];
  timeZone: string;
  /** A guest's own workspace. They are here by Slack Connect, in shared channels. */
  team?: Team;
}

export interface UserGroup {
  id: string;
  /** The ids of people. */
  members: string[];
}

export interface Channel {
  id: string;
  /** Without `#`. For direct messages with the app, the app's name. */
  name: string;
  kind: 'public' | 'private' | 'direct';
  /** The ids of people, and of the app's bot user if it is a member. */
  members: string[];
  archived: boolean;
}

/** `bot`: another app's. */
export type Author = { kind: 'person' | 'app' | 'bot' | 'slack'; id: string; name: string };

export interface Message {
  channel: string;
  /** Both timestamp and id: `1763640000.000100`. */
  ts: string;
  author: Author;
  text: string;
  /** As in Slack, every block has a `block_id` and every interactive element an `action_id`. */
  blocks: Block[];
  threadTs?: string;
  /** The timestamp of the last edit. */
  editedTs?: string;
  /** The only person who sees it, if it is ephemeral. */
  visibleTo?: string;
  metadata?: JsonObject;
  /** Of another app's message, as monitoring tools post their alerts. The app under test has to use blocks. */
  attachments?: JsonObject[];
  /** What a person uploaded with the message: at least `name`. */
  files?: JsonObject[];
  /** The app's link previews by URL: `{ blocks }`. */
  unfurls?: Record<string, JsonObject>;
  /** The command, press or submission that this message answers. */
  answers?: string;
  /** For an ephemeral answer that has not changed since: the command line and the exact reply. */
  asked?: { line: string; answer: string };
  /** Set on Slack's own error messages, such as `operation_timeout`. */
  error?: string;
}

/** A dialog or App Home, with the fields of Slack's payloads. */
export interface View {
  id: string;
  type: 'modal' | 'home';
  title?: JsonObject;
  submit?: JsonObject;
  close?: JsonObject;
  blocks: Block[];
  private_metadata: string;
  callback_id: string;
  external_id: string;
  hash: string;
  root_view_id: string;
  previous_view_id: string | null;
  clear_on_close: boolean;
  notify_on_close: boolean;
  submit_disabled: boolean;
  /** The app's error messages from the last submission, by block_id. */
  errors: Record<string, string>;
}

export interface ResponseGrant {
  /** The command, press or submission that it belongs to. */
  interaction: string;
  from: 'command' | 'press' | 'dialog' | 'shortcut';
  person: string;
  channel: string;
  /** The message it can change. Missing for a command. */
  ts?: string;
  usesLeft: number;
  /** Milliseconds since 1970. */
  expires: number;
}

export interface Trigger {
  person: string;
  /** The view with the pressed element, for `views.push`. */
  view?: string;
  expires: number;
  used: boolean;
}

export type InputValues = Record<string, Record<string, InputValue>>;
/** One element's value, as in Slack's `state.values`. */
export type InputValue = JsonObject & { type: string };

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type Block = JsonObject & { type: string; block_id: string };

/** What changed, in enough detail to know what to render again. */
export type Change =
  | { kind: 'message'; change: 'posted' | 'edited' | 'deleted'; channel: string; ts: string; visibleTo?: string }
  /** The stack of open dialogs. */
  | { kind: 'view'; person: string }
  | { kind: 'home'; person: string }
  | { kind: 'input'; person: string; container: string }
  | { kind: 'channel'; channel: string }
  /** A person's unread mark moved. */
  | { kind: 'read'; person: string; channel: string }
  /** The app was installed again, with another manifest or other scopes. */
  | { kind: 'app' }
  /** Faults or rate limits were switched on or off. */
  | { kind: 'faults' }
  /** A line of the journal was added or completed. */
  | { kind: 'call'; id: number }
  /** Start over: draw everything again. */
  | { kind: 'reset' };

export type ChangeListener = (change: Change) => void;

function person(id: string, name: string, realName: string, aliases: string[], timeZone: string): Person {
  return {
    id,
    name,
    realName,
    aliases,
    timeZone,
  };
}

/**
 * A team of three with a public channel without the app, one with it, a private one without it,
 * and each person's direct messages with the app.
 */
export function initialState({ appName, scopes }: { appName: string; scopes: string[] }): WorkspaceState {
  const bot = 'U0BOTUSER1';
  const people = [
    person('U0ADA00001', 'ada', 'Ada Obi', ['asker'], 'Europe/London'),
    person('U0BEN00002', 'ben', 'Ben Kowalski', [], 'America/New_York'),
    person('U0CHIKA003', 'chika', 'Chika Mori', [], 'Asia/Tokyo'),
  ];
  const everyone = people.map(({ id }) => id);
  const channel = (id: string, name: string, kind: Channel['kind'], members: string[]): Channel => ({
    id,
    name,
    kind,
    // A list of its own: somebody may join one channel and not the others.
    members: [...members],
    archived: false,
  });
  const name = appName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return {
    team: { id: 'T0SIMTEAM1', name: 'Simulated Team', domain: 'simulated-team' },
    app: { id: 'A0SIMAPP01', name: appName, botId: 'B0SIMBOT01', botUserId: bot, scopes: [...scopes] },
    people,
    channels: [
      channel('C0GENERAL1', 'general', 'public', everyone),
      channel('C0DEPLOY02', 'deployments', 'public', [...everyone, bot]),
      channel('C0RELEASE3', 'release-crew', 'private', everyone),
      ...people.map(({ id }, index) => channel(`D0DIRECT0${index + 1}`, name, 'direct', [id, bot])),
    ],
    messages: [],
    dialogs: {},
    homes: {},
    prompts: {},
    grants: {},
    triggers: {},
    inputs: {},
    read: {},
    lastTs: 0,
    lastId: 0,
  };
}
