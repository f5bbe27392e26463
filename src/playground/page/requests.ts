/** What a window asks of the playground's server. Types alone: both sides compile this file. */

import type { Json } from './protocol.js';

/** A message, the person's top dialog, or what the app published on its page: where an element stands. */
export type Surface =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'dialog'; readonly id: string }
  | { readonly kind: 'home'; readonly id: string };

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
  readonly threadTs?: string;
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

export interface SuggestRequest {
  readonly person: string;
  readonly surface: Surface;
  readonly place: Place;
  /** What was typed so far. */
  readonly query: string;
}

export interface ShortcutRequest {
  readonly person: string;
  readonly callbackId: string;
  /** For a shortcut of a message. */
  readonly message?: { readonly channel: string; readonly ts: string };
}

export interface ReadRequest {
  readonly person: string;
  readonly channel: string;
}

export interface OpenAppRequest {
  readonly person: string;
  readonly tab: 'home' | 'messages';
}

export interface TroubleRequest {
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
  /** The whole stack. */
  readonly all: boolean;
}

/** How the app took it: `ok`, or Slack's code for what went wrong, with what the playground knows of the cause. */
export interface Reply {
  readonly outcome: string;
  readonly detail?: string;
  /** What an external select offers. */
  readonly options?: readonly { readonly text: string; readonly value: string; readonly description?: string }[];
}

/** What "View JSON" shows of a message. */
export interface MessageJson {
  readonly json: Json;
  readonly builderUrl?: string;
}
