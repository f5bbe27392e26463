/** What the playground's server and its page say to each other. Types alone: both sides compile this file. */

/** What one person sees: everything that a window draws. */
export interface Desk {
  readonly team: { readonly name: string };
  readonly app: { readonly name: string; readonly botUserId: string };
  /** Whose desk it is. */
  readonly person: string;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly commands: readonly Command[];
  /** Lines to try in a channel where nothing was said yet. */
  readonly suggestions: readonly string[];
  /** Of all channels, oldest first. */
  readonly messages: readonly Message[];
  /** Open dialogs, bottom first. */
  readonly dialogs: readonly Dialog[];
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
  readonly errors: Readonly<Record<string, string>>;
}

export type Inputs = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
export type Block = JsonObject & { readonly type: string };

/** A message or the person's top dialog: where an element stands. */
export type Surface =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'dialog'; readonly id: string };

/** Which element, by Slack's ids; `value` finds a button again whose message was redrawn with new block ids. */
export interface Place {
  readonly blockId: string;
  readonly actionId: string;
  readonly value?: string;
}

/** A text field's content, sent along with whatever makes the app look at it. */
export interface TypedText extends Place {
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
}

export interface PressRequest {
  readonly person: string;
  readonly surface: Surface;
  readonly place: Place;
  readonly typed: readonly TypedText[];
}

export interface ChooseRequest extends PressRequest {
  readonly choice: string | readonly string[];
}

export interface DialogRequest {
  readonly person: string;
  readonly dialog: string;
  readonly typed: readonly TypedText[];
}

export interface DialogCloseRequest {
  readonly person: string;
  readonly dialog: string;
  /** The whole stack. */
  readonly all: boolean;
}

/** How the app took it: `ok`, or Slack's code for what went wrong, with what the playground knows of the cause. */
export interface Reply {
  readonly outcome: string;
  readonly detail?: string;
}

/** The key of a message on a desk, and of its inputs. */
export type MessageKey = `${string}/${string}`;
