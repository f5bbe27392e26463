import type { AppManifest } from '../manifest.js';
import type {
  AppIdentity,
  Block,
  ChangeListener,
  Channel,
  InputValues,
  JsonObject,
  Message,
  Person,
  Prompt,
  Team,
  View,
  WorkspaceState,
} from '../workspace/state.js';
import type { Guest, Unread } from '../workspace/store.js';

/** The simulated workspace. People are given as `ada`, `asker` or an id; channels as `#deployments`, `@guidepost` or an id. */
export interface Workspace {
  readonly team: Team;
  readonly app: AppIdentity;
  /** What the app declares. Without a manifest everything is allowed. */
  readonly manifest: AppManifest | undefined;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  /** @throws Error that lists the people, if nobody has this name */
  as(person: string): SimulatedUser;
  /** A channel. `@guidepost` is the person's own direct messages with the app. */
  channel(name: string, person?: string): Channel;
  /** The messages a person sees in a channel, oldest first: no ephemeral messages for others, and none if they are not a member. */
  visibleTo(person: string, channel: string): Message[];
  /** A person's open dialogs, bottom first. */
  dialogs(person: string): readonly View[];
  home(person: string): View | undefined;
  /** What the person has chosen or typed in a message (`channel/ts`) or view. */
  inputs(person: string, container: string): InputValues;
  /** A person's unread messages in a channel. Their own messages, thread replies and ephemeral messages do not count. */
  unread(person: string, channel: string): Unread;

  /** Shares channels with a person of another workspace (Slack Connect). Payloads then name both workspaces as Slack does. */
  addGuest(guest: Guest): Person;
  /** Makes a user group of these people. @returns its id */
  addGroup(people: readonly string[]): string;
  /** Opens a direct message between people, in which the app is no member. It has the second one's name. */
  addDirect(people: readonly [string, string]): Channel;
  /** Another app posts a message, such as the alert of a monitoring tool. */
  botSays(channel: string, message: BotMessage): Message;
  archive(channel: string, archived?: boolean): void;
  inviteApp(channel: string): void;
  removeApp(channel: string): void;
  /** Takes a person out of a channel. */
  removePerson(channel: string, person: string): void;
  deleteMessage(channel: string, ts: string): void;
  grantScopes(scopes: string[]): void;
  /** Reinstalls the app with this manifest, which grants its scopes. */
  install(manifest: AppManifest): void;
  /** Back to the initial state. `deliverTo` and the journal stay. */
  reset(): void;

  /** A copy of everything, as JSON. Pass it to `startSimulatedSlack` as `state` to continue from it. */
  snapshot(): WorkspaceState;
  /** @returns a function that stops listening */
  subscribe(listener: ChangeListener): () => void;
}

/** What another app posts. Without an own text, Slack sends an empty one. */
export interface BotMessage {
  readonly name: string;
  readonly text?: string;
  readonly blocks?: Block[];
  readonly attachments?: JsonObject[];
  readonly threadTs?: string;
}

export interface SimulatedUser {
  readonly person: Person;
  in(channel: string): UserInChannel;
  readonly hasDialog: boolean;
  /** The top dialog. @throws Error if none is open */
  dialog(): OpenDialog;
  /** Opens the app's page, which sends `app_home_opened` if the manifest declares it. @returns the published App Home */
  openHome(tab?: 'home' | 'messages'): Promise<AppHome>;
  home(): AppHome;
  /** Uses a global shortcut. @throws Error that lists the manifest's shortcuts, if it has none with this id */
  shortcut(callbackId: string): Promise<Outcome>;
}

export interface UserInChannel {
  readonly channel: Channel;
  /** Sends a command to the app, such as `/guide paas`. */
  command(line: string): Promise<CommandReply>;
  /**
   * Posts a message. `@guidepost`, `@ada` and `#general` become Slack's references. The app gets `app_mention`, `message.im`
   * and similar events if its manifest declares them, it has the scope and it is a member.
   */
  say(text: string, options?: { threadTs?: string; files?: JsonObject[] }): PostedMessage;
  /** What the app suggests to ask here. Pressing one says its message. */
  readonly prompts: readonly Prompt[];
  /** Writes a text without sending it. For links to the manifest's domains, the app may add previews already. */
  compose(text: string): Promise<ComposedText>;
  /** The messages this person sees here, oldest first. With `threadTs`, the replies in that thread. */
  messages(options?: { threadTs?: string }): PostedMessage[];
  /** @throws Error if there is none */
  lastMessage(): PostedMessage;
  message(ts: string): PostedMessage;
  /** Marks everything as read, or everything up to a message. */
  markRead(ts?: string): void;
}

/** What a person has written but not sent. */
export interface ComposedText {
  /** The app's previews, by address. */
  previews(): Readonly<Record<string, JsonObject>>;
}

/** An element: its label, or any of these together. `nth` counts from 0 if several match. */
export type Target = string | { label?: string; actionId?: string; blockId?: string; value?: string; nth?: number };

/** A message, dialog or App Home. It always shows the current state, not the state when it was obtained. */
export interface Surface {
  readonly blocks: readonly JsonObject[];
  /** The text a reader sees, without markup; labels in brackets. */
  plainText(): string;
  /** Labels of the buttons, in order. */
  buttons(): string[];
  /**
   * Presses a button. Slack also sends presses of link buttons. A confirm dialog is confirmed;
   * with `answer: 'deny'` it is denied and nothing is sent. @throws Error that lists the labels, if none matches
   */
  press(target: Target, options?: { nth?: number; answer?: 'confirm' | 'deny' }): Promise<PressReply>;
  /** The confirm dialog of an element. */
  confirmation(target: Target, options?: { nth?: number }): JsonObject | undefined;
  /** Chooses in a select, overflow, radio, checkbox or date picker, by option text or value (a list for several). In a text field, types this and presses Enter. An input block sends nothing unless it has `dispatch_action`. */
  choose(target: Target, choice: string | string[], options?: { answer?: 'confirm' | 'deny' }): Promise<PressReply>;
  /** Types into a text field. */
  fill(target: Target, value: string): void;
  /** The options of an external select for what was typed. */
  suggest(target: Target, typed: string): Promise<Suggestion[]>;
}

export interface Suggestion {
  text: string;
  value: string;
  /** Shown below the text. */
  description?: string;
}

export interface PostedMessage extends Surface {
  readonly channel: string;
  readonly ts: string;
  /** The message as stored. @throws Error if it was deleted */
  readonly message: Message;
  readonly text: string;
  readonly edited: boolean;
  readonly deleted: boolean;
  /** The only person who sees it, if it is ephemeral. */
  readonly visibleTo: string | undefined;
  /** The same message as another person sees it. */
  as(person: string): PostedMessage;
  replies(): PostedMessage[];
  /** Uses a message shortcut. */
  shortcut(callbackId: string): Promise<Outcome>;
}

/** The first message that answers the command, in the HTTP reply or later by `response_url`, or Slack's error message if it failed. */
export interface CommandReply extends PostedMessage {
  readonly outcome: Outcome;
  /** Whether the app has answered yet. */
  readonly answered: boolean;
  /** All messages that answer the command, oldest first. */
  all(): PostedMessage[];
}

export interface PressReply {
  readonly outcome: Outcome;
  /** Messages posted through the press's `response_url`. */
  messages(): PostedMessage[];
}

export interface OpenDialog extends Surface {
  readonly view: View;
  readonly title: string;
  readonly open: boolean;
  /** Error messages from the app, by block_id. */
  readonly errors: Record<string, string>;
  submit(): Promise<SubmitOutcome>;
  /** Closes the top dialog, or with `all` the whole stack. */
  close(options?: { all?: boolean }): Promise<void>;
}

export interface AppHome extends Surface {
  readonly view: View | undefined;
}

/** How the app handled a command, press or submission, from Slack's point of view. */
export type Outcome = { kind: 'ok' } | Failure;

export type Failure =
  /** The manifest has no such command, so nothing was sent. */
  | { kind: 'unknown_command' }
  /** No reply within the deadline. */
  | { kind: 'operation_timeout' }
  /** Nothing is listening there, or the connection broke. */
  | { kind: 'dispatch_failed'; cause: string }
  | { kind: 'http_client_error'; status: number }
  | { kind: 'http_service_error'; status: number }
  /** The reply came in time, but Slack refuses its content. `messages` have JSON pointers. */
  | { kind: 'invalid_blocks' | 'msg_blocks_too_long' | 'msg_too_long' | 'no_text'; messages: string[] }
  | { kind: 'invalid_reply'; messages: string[] };

/** The result of a submission. */
export type SubmitOutcome =
  | { kind: 'closed' | 'cleared' | 'updated' | 'pushed' }
  /** By block_id; the dialog stays open. */
  | { kind: 'errors'; errors: Record<string, string> }
  | Failure;
