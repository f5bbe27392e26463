import type { AppManifest } from '../manifest.js';
import type {
  AppIdentity,
  ChangeListener,
  Channel,
  InputValues,
  JsonObject,
  Message,
  Person,
  Team,
  View,
  WorkspaceState,
} from '../workspace/state.js';
import type { Unread } from '../workspace/store.js';

/** The workspace as a reader and its people see it. Names are given as `ada`, `asker` or an id; channels as `#deployments`, `@guidepost` or an id. */
export interface Workspace {
  readonly team: Team;
  readonly app: AppIdentity;
  /** What the app declares; undefined where the stand-in was started without one, and then anything goes. */
  readonly manifest: AppManifest | undefined;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  /** @throws Error that lists the people, where nobody is called so */
  as(person: string): SimulatedUser;
  /** Where a person sees `@guidepost`, their own direct message with the app. */
  channel(name: string, person?: string): Channel;
  /** What a person sees in a channel, oldest first: not others' ephemeral messages, and nothing where they are no member. */
  visibleTo(person: string, channel: string): Message[];
  /** Open dialogs of a person, bottom first. */
  dialogs(person: string): readonly View[];
  home(person: string): View | undefined;
  /** What the person chose or typed in a message (`channel/ts`) or view so far. */
  inputs(person: string, container: string): InputValues;
  /** What a person has not read in a channel yet. Their own messages, replies in threads and private answers do not count. */
  unread(person: string, channel: string): Unread;

  archive(channel: string, archived?: boolean): void;
  inviteApp(channel: string): void;
  removeApp(channel: string): void;
  deleteMessage(channel: string, ts: string): void;
  grantScopes(scopes: string[]): void;
  /** Installs the app anew with this manifest: its scopes are granted, its commands, shortcuts and events known. */
  install(manifest: AppManifest): void;
  /** Back to the state at the first start; `deliverTo` and the journal stay. */
  reset(): void;

  /** A copy of everything, as JSON; hand it to `startSimulatedSlack` as `state` to go on from it. */
  snapshot(): WorkspaceState;
  /** @returns how to stop listening */
  subscribe(listener: ChangeListener): () => void;
}

export interface SimulatedUser {
  readonly person: Person;
  in(channel: string): UserInChannel;
  readonly hasDialog: boolean;
  /** The top dialog. @throws Error if none is open */
  dialog(): OpenDialog;
  /** Opens the app's page (sends `app_home_opened` where the manifest declares it), and shows what the app has published there. */
  openHome(tab?: 'home' | 'messages'): Promise<AppHome>;
  home(): AppHome;
  /** A global shortcut. @throws Error that lists those of the manifest, where it has none of this name */
  shortcut(callbackId: string): Promise<Outcome>;
}

export interface UserInChannel {
  readonly channel: Channel;
  /** Sends `/guide paas` to the app. */
  command(line: string): Promise<CommandReply>;
  /**
   * Writes a line of chat. `@guidepost`, `@ada` and `#general` become Slack's references. The app hears of it by `app_mention`,
   * `message.im` and the like where its manifest declares them, its scopes allow it and it is a member.
   */
  say(text: string, options?: { threadTs?: string }): PostedMessage;
  /** What this person sees here, oldest first. With `threadTs`: that thread's replies. */
  messages(options?: { threadTs?: string }): PostedMessage[];
  /** @throws Error if nothing is to be seen */
  lastMessage(): PostedMessage;
  message(ts: string): PostedMessage;
  /** Marks everything as read, or everything up to a message. */
  markRead(ts?: string): void;
}

/** Which element is meant: its label, or any of these together; `nth` counts from 0 where several fit. */
export type Target = string | { label?: string; actionId?: string; blockId?: string; value?: string; nth?: number };

/** A surface with elements to press. Always the present state, not that of the moment when the handle was made. */
export interface Surface {
  readonly blocks: readonly JsonObject[];
  /** What a reader sees, without markup; labels in brackets. */
  plainText(): string;
  /** Labels of the buttons, in order. */
  buttons(): string[];
  /**
   * Presses a button (a link button too: Slack sends that as well). One with a confirm dialog is sent once that is confirmed;
   * `answer: 'deny'` sends nothing. @throws Error that lists the labels there are
   */
  press(target: Target, options?: { nth?: number; answer?: 'confirm' | 'deny' }): Promise<PressReply>;
  /** The confirm dialog that stands before an element. */
  confirmation(target: Target, options?: { nth?: number }): JsonObject | undefined;
  /** Chooses in a select, overflow, radio, checkbox or date picker, by option text or value; for several, a list. In a text field: types this and presses Enter. Inside an input block nothing is sent, unless it dispatches. */
  choose(target: Target, choice: string | string[], options?: { answer?: 'confirm' | 'deny' }): Promise<PressReply>;
  /** Types into a text field. */
  fill(target: Target, value: string): void;
  /** What an external select offers for this typing. */
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
  /** The one person who sees it, for an ephemeral message. */
  readonly visibleTo: string | undefined;
  /** The same message in another person's hands. */
  as(person: string): PostedMessage;
  replies(): PostedMessage[];
  /** A message shortcut. */
  shortcut(callbackId: string): Promise<Outcome>;
}

/** The first message that answers the command, in its HTTP reply or later by its `response_url`; Slack's own error line where it failed. */
export interface CommandReply extends PostedMessage {
  readonly outcome: Outcome;
  /** False while the app has said nothing. */
  readonly answered: boolean;
  /** Everything that answers it, oldest first. */
  all(): PostedMessage[];
}

export interface PressReply {
  readonly outcome: Outcome;
  /** Messages posted in answer to the press through its `response_url`. */
  messages(): PostedMessage[];
}

export interface OpenDialog extends Surface {
  readonly view: View;
  readonly title: string;
  readonly open: boolean;
  /** What the app refused, by block_id. */
  readonly errors: Record<string, string>;
  submit(): Promise<SubmitOutcome>;
  /** Closes the top dialog, or with `all` the whole stack. */
  close(options?: { all?: boolean }): Promise<void>;
}

export interface AppHome extends Surface {
  readonly view: View | undefined;
}

/** How the app took a command, a press or a submission, as Slack judges it. */
export type Outcome = { kind: 'ok' } | Failure;

export type Failure =
  /** The manifest declares no such command: nothing was sent. */
  | { kind: 'unknown_command' }
  /** No reply within the deadline. */
  | { kind: 'operation_timeout' }
  /** Nothing listens there, or the connection broke. */
  | { kind: 'dispatch_failed'; cause: string }
  | { kind: 'http_client_error'; status: number }
  | { kind: 'http_service_error'; status: number }
  /** The reply came in time, and Slack refuses what it says; `messages` name the place by JSON pointer. */
  | { kind: 'invalid_blocks' | 'msg_blocks_too_long' | 'msg_too_long' | 'no_text'; messages: string[] }
  | { kind: 'invalid_reply'; messages: string[] };

/** What became of a submission. */
export type SubmitOutcome =
  | { kind: 'closed' | 'cleared' | 'updated' | 'pushed' }
  /** By block_id; the dialog stays open. */
  | { kind: 'errors'; errors: Record<string, string> }
  | Failure;
