/** What the playground's server and its page say to each other. Types alone: both sides compile this file. */

/** What one person sees: everything that a window draws. */
export interface Desk {
  /** The domain stands in the links to messages, before `.slack.com`. */
  readonly team: { readonly name: string; readonly domain: string };
  readonly app: { readonly name: string; readonly botUserId: string; readonly tabs: HomeTabs };
  /** Whose desk it is. */
  readonly person: string;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly commands: readonly Command[];
  readonly shortcuts: readonly Shortcut[];
  /** Lines to try in a channel where nothing was said yet. */
  readonly suggestions: readonly string[];
  /** Of all channels, oldest first. */
  readonly messages: readonly Message[];
  /** Open dialogs, bottom first. */
  readonly dialogs: readonly Dialog[];
  /** What the app has published on its page for this person. */
  readonly home: Home | null;
  /** What can be made to go wrong, for everyone. */
  readonly troubles: readonly TroubleSwitch[];
  /** Open Socket Mode connections of the app. */
  readonly sockets: number;
  /** What the person chose or typed so far, by `channel/ts` or dialog id, then block_id and action_id. */
  readonly inputs: Readonly<Record<string, Inputs>>;
}

/** What changed on a desk since the last time: messages one by one, anything else as a whole. */
export interface DeskChange {
  readonly changed?: readonly Message[];
  /** Keys of messages that are gone. */
  readonly gone?: readonly string[];
  readonly rest?: Partial<Omit<Desk, 'messages'>>;
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
}

export interface Unread {
  readonly count: number;
  /** Those that call for the person: mentions, and everything in a direct message. */
  readonly mentions: number;
  /** The first of them, above which the line "New" stands. */
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

export interface TroubleSwitch {
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
  readonly author: { readonly kind: 'person' | 'app' | 'slack'; readonly id: string; readonly name: string };
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly threadTs?: string;
  readonly editedTs?: string;
  readonly visibleTo?: string;
  readonly error?: string;
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

/** The key of a message on a desk, and of its inputs. */
export type MessageKey = `${string}/${string}`;
