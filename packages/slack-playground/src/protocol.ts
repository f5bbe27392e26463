/** What the playground's server and its page send each other. Only types, because both sides compile this file. */

/** Everything one person sees in the workspace. */
export interface WorkspaceView {
  /** The domain is part of links to messages, before `.slack.com`. */
  readonly team: { readonly name: string; readonly domain: string };
  readonly app: { readonly name: string; readonly botUserId: string; readonly tabs: HomeTabs };
  /** The id of the person who is looking. */
  readonly person: string;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly commands: readonly Command[];
  readonly shortcuts: readonly Shortcut[];
  /** Lines to try in an empty channel. */
  readonly suggestions: readonly string[];
  /** Messages of all channels, oldest first. */
  readonly messages: readonly Message[];
  /** Open dialogs, bottom first. */
  readonly dialogs: readonly Dialog[];
  /** The App Home that the app published for this person. */
  readonly home: Home | null;
  /** Failures that can be simulated. They apply to everyone. */
  readonly faults: readonly FaultSwitch[];
  /** The app's open Socket Mode connections. */
  readonly sockets: number;
  /** What the developer should know about the app, such as a file that it cannot read. */
  readonly warning: Warning | null;
  /** What the person has chosen or typed, by `channel/ts` or view id, then block_id and action_id. */
  readonly inputs: Readonly<Record<string, Inputs>>;
}

/** Shown to everyone above the conversation, until it is taken back. */
export interface Warning {
  /** What is wrong, and what that means, in a sentence or two. */
  readonly text: string;
  /** Where: one line each, such as `deploy.md:3: …`. */
  readonly details: readonly string[];
}

/** What changed since the last update: messages one by one, everything else as a whole. */
export interface WorkspaceChange {
  readonly changed?: readonly Message[];
  /** Keys (`channel/ts`) of deleted messages. */
  readonly gone?: readonly string[];
  readonly rest?: Partial<Omit<WorkspaceView, 'messages'>>;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly members: readonly string[];
  readonly unread: Unread;
  /** What the app suggests to ask here. */
  readonly prompts?: readonly Prompt[];
}

/** What it is called, and what a person says by pressing it. */
export interface Prompt {
  readonly title: string;
  readonly message: string;
}

export interface Unread {
  readonly count: number;
  /** Unread messages that mention the person, and every unread direct message. */
  readonly mentions: number;
  /** The first unread message. The line "New" is shown above it. */
  readonly since: string | null;
}

export interface Shortcut {
  readonly kind: 'global' | 'message';
  readonly callbackId: string;
  readonly name: string;
  readonly description: string;
}

/** The tabs of the app's own page. */
export interface HomeTabs {
  readonly homeTab: boolean;
  readonly messagesTab: boolean;
  readonly messagesReadOnly: boolean;
}

export interface FaultSwitch {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly isOn: boolean;
}

export interface Command {
  readonly command: string;
  readonly usageHint?: string;
  readonly description?: string;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly author: { readonly kind: 'person' | 'app' | 'bot' | 'slack'; readonly id: string; readonly name: string };
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly threadTs?: string;
  readonly editedTs?: string;
  readonly visibleTo?: string;
  readonly error?: string;
  /** Of another app's message. */
  readonly attachments?: readonly JsonObject[];
  readonly files?: readonly JsonObject[];
  /** The app's link previews, by address: `{ blocks }`. */
  readonly unfurls?: Readonly<Record<string, JsonObject>>;
}

export interface Dialog {
  readonly id: string;
  readonly title?: JsonObject;
  readonly submit?: JsonObject;
  readonly close?: JsonObject;
  readonly blocks: readonly Block[];
  readonly hash: string;
  readonly isSubmitDisabled: boolean;
  readonly errors: Readonly<Record<string, string>>;
}

export interface Home {
  readonly id: string;
  readonly blocks: readonly Block[];
  readonly hash: string;
}

export type Inputs = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
export type Block = JsonObject & { readonly type: string };

/** The message, dialog or Home that contains an element. */
export type SurfaceRef =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'dialog'; readonly id: string }
  | { readonly kind: 'home'; readonly id: string };

/** An element, by Slack's ids. `value` finds a button again after an update gave its block a new id. */
export interface ElementRef {
  readonly blockId: string;
  readonly actionId: string;
  readonly value?: string;
}

/** What a person typed into a text field. It is sent together with the press or submission. */
export interface TypedText extends ElementRef {
  readonly text: string;
}

export interface CommandRequest {
  readonly person: string;
  readonly channel: string;
  /** The whole line: `/guide paas`. */
  readonly line: string;
}

export interface SayRequest {
  readonly person: string;
  readonly channel: string;
  readonly text: string;
  readonly threadTs?: string;
}

export interface PressRequest {
  readonly person: string;
  readonly surface: SurfaceRef;
  readonly target: ElementRef;
  readonly typed: readonly TypedText[];
}

export interface ChooseRequest extends PressRequest {
  readonly choice: string | readonly string[];
}

export interface SuggestRequest {
  readonly person: string;
  readonly surface: SurfaceRef;
  readonly target: ElementRef;
  /** What the person has typed so far. */
  readonly query: string;
}

export interface ShortcutRequest {
  readonly person: string;
  readonly callbackId: string;
  /** For a message shortcut. */
  readonly message?: { readonly channel: string; readonly ts: string };
}

/** Another app posts an alert. */
export interface AlertRequest {
  readonly person: string;
  readonly channel: string;
}

export interface ReadRequest {
  readonly person: string;
  readonly channel: string;
}

export interface OpenAppRequest {
  readonly person: string;
  readonly tab: 'home' | 'messages';
}

export interface FaultRequest {
  readonly id: string;
  readonly isOn: boolean;
}

export interface DialogRequest {
  readonly person: string;
  readonly dialog: string;
  readonly typed: readonly TypedText[];
}

export interface DialogCloseRequest {
  readonly person: string;
  readonly dialog: string;
  /** Close every open dialog, not only the top one. */
  readonly all: boolean;
}

/** How the app took an action: `ok` or Slack's error code, with what is known about the cause. */
export interface Reply {
  readonly outcome: string;
  readonly detail?: string;
  /** The options of an external select. */
  readonly options?: readonly { readonly text: string; readonly value: string; readonly description?: string }[];
}

/** What "View JSON" shows. */
export interface MessageJson {
  readonly json: Json;
  readonly builderUrl?: string;
}

/** One request between Slack and the app and its reply, as a line of the inspector. */
export interface Exchange {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: 'to-app' | 'from-app';
  /** Slack's name for it: `/guide`, `block_actions`, `chat.update`, `response_url`. */
  readonly name: string;
  /** A command's text, or the action of a press. */
  readonly detail: string;
  /** Missing until the exchange has ended. */
  readonly durationMs?: number;
  /** HTTP status. Missing until the exchange has ended, or if no reply came. */
  readonly status?: number;
  /** Slack's error code, or why there is no usable reply. */
  readonly problem?: string;
}

/** A request or a reply. */
export interface ExchangePart {
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text as sent. */
  readonly body: Json;
  /** The blocks in the body. */
  readonly blocks?: Json;
  /** Opens these blocks in Slack's Block Kit Builder. */
  readonly builderUrl?: string;
}

/** Everything about one exchange. */
export interface ExchangeDetail {
  readonly transport: 'http' | 'socket';
  readonly url: string;
  readonly request: ExchangePart;
  readonly reply?: ExchangePart;
  /** A shell command that repeats the request. Socket Mode has none. */
  readonly curl?: string;
}

/** What changed in the list of exchanges since the last update. */
export interface ExchangesChange {
  readonly changed: readonly Exchange[];
  /** The journal was cleared before these. */
  readonly isFresh?: true;
}

/** What a page that only shows messages has inside. */
export interface PreviewData {
  readonly title: string;
  /** The name of the app that sends them. */
  readonly app: string;
  /** The URL of its picture. */
  readonly icon: string;
  readonly cards: readonly PreviewCard[];
}

export interface PreviewCard {
  readonly heading: string;
  /** A word or two next to the heading, such as `new`. */
  readonly note?: string;
  readonly blocks: readonly Block[];
}
