/**
 * Everything a simulated workspace knows, as plain JSON: it can be kept in a database and handed back as `state` at the next start.
 * Field names of Slack's own payloads (`block_id`, `private_metadata`) keep Slack's spelling inside blocks and views.
 */
export interface WorkspaceState {
  team: Team;
  app: AppIdentity;
  people: Person[];
  channels: Channel[];
  messages: Message[];
  /** Open dialogs, bottom first, by person's id. */
  dialogs: Record<string, View[]>;
  /** The App Home that the app published, by person's id. */
  homes: Record<string, View>;
  /** Which pages a person may answer: `response_url` grants by their secret. */
  grants: Record<string, ResponseGrant>;
  triggers: Record<string, Trigger>;
  /** What a person chose or typed, by `person`, then message (`channel/ts`) or view id, then block_id and action_id. */
  inputs: Record<string, Record<string, InputValues>>;
  /** Up to where a person has read, by person's id and channel's id: a message's `ts`. */
  read: Record<string, Record<string, string>>;
  /** Last timestamp and last number given out, so that none is given twice. */
  lastTs: number;
  lastId: number;
}

export interface Team {
  id: string;
  name: string;
  domain: string;
  /** Enterprise Grid: the organisation, and whether it has installed the app as a whole. */
  org?: { id: string; name: string; isInstalled?: boolean };
}

export interface AppIdentity {
  id: string;
  name: string;
  botId: string;
  botUserId: string;
  /** Bot scopes that the installation granted. */
  scopes: string[];
}

export interface Person {
  id: string;
  /** Handle, lower case: `ada`. */
  name: string;
  realName: string;
  /** Other names that tests and readers may use, such as `asker`. */
  aliases: string[];
  timeZone: string;
}

export interface Channel {
  id: string;
  /** Without `#`; for a direct message with the app, the app's name. */
  name: string;
  kind: 'public' | 'private' | 'direct';
  /** Person ids, and the app's bot user where it is a member. */
  members: string[];
  archived: boolean;
}

export type Author = { kind: 'person' | 'app' | 'slack'; id: string; name: string };

export interface Message {
  channel: string;
  /** Slack's timestamp and id in one: `1763640000.000100`. */
  ts: string;
  author: Author;
  text: string;
  /** Every block has its `block_id`, every element that acts its `action_id`, as Slack fills them in. */
  blocks: Block[];
  threadTs?: string;
  /** When it was last changed, as a timestamp; shown as "(edited)" only when people can see that it changed. */
  editedTs?: string;
  /** Ephemeral: the one person who sees it. */
  visibleTo?: string;
  metadata?: JsonObject;
  /** Previews that the app gave of links in the message, by address: `{ blocks }`. */
  unfurls?: Record<string, JsonObject>;
  /** The command, press or submission that this message answers. */
  answers?: string;
  /** A private answer that is still as it came: the command line, and the reply byte for byte. */
  asked?: { line: string; answer: string };
  /** Set on Slack's own error lines, such as `operation_timeout`. */
  error?: string;
}

/** A dialog or an App Home, with the fields that Slack's payloads carry. */
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
  /** What the app refused at the last submission, by block_id. */
  errors: Record<string, string>;
}

export interface ResponseGrant {
  /** The command, press or submission that it belongs to. */
  interaction: string;
  from: 'command' | 'press' | 'dialog' | 'shortcut';
  person: string;
  channel: string;
  /** The message it may change, absent for a command. */
  ts?: string;
  threadTs?: string;
  usesLeft: number;
  /** Milliseconds since 1970. */
  expires: number;
}

export interface Trigger {
  person: string;
  /** The view whose element was pressed: what `views.push` stacks on. */
  view?: string;
  expires: number;
  used: boolean;
}

export type InputValues = Record<string, Record<string, InputValue>>;
/** One element's state, in the shape of Slack's `state.values`. */
export type InputValue = JsonObject & { type: string };

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type Block = JsonObject & { type: string; block_id: string };

/** What changed, coarsely: enough for a reader to know what to draw again. */
export type Change =
  | { kind: 'message'; change: 'posted' | 'edited' | 'deleted'; channel: string; ts: string; visibleTo?: string }
  /** The stack of open dialogs. */
  | { kind: 'view'; person: string }
  | { kind: 'home'; person: string }
  | { kind: 'input'; person: string; container: string }
  | { kind: 'channel'; channel: string }
  /** A person's unread mark moved. */
  | { kind: 'read'; person: string; channel: string }
  /** The app was installed anew, with another manifest or other scopes. */
  | { kind: 'app' }
  /** Trouble or rate limits were switched. */
  | { kind: 'trouble' }
  /** A line of the journal was added or completed. */
  | { kind: 'call'; id: number }
  /** Start over: draw everything again. */
  | { kind: 'reset' };

export type ChangeListener = (change: Change) => void;
