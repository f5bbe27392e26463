import type { BlockAction, KnownEventFromType, SlackShortcut, SlashCommand, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../../checklist/run.js';
import type { WatchedRequest } from '../../telemetry/request-watch.js';
import type { ActionName, ButtonAction } from '../block-kit/action-value.js';
import type { Message } from '../block-kit/blocks.js';
import type { DialogName, DialogState, Submitted } from '../block-kit/dialog-state.js';
import type { EventName } from '../surface.js';
import type { RenderContext } from '../views/context.js';

export interface CommandCall {
  readonly command: SlashCommand;
  /** Answers privately: on the acknowledgement where there is still time, otherwise by the command's `response_url`. */
  readonly reply: (message: Message) => Promise<void>;
  /** Ends it without a reply, where the answer is to be seen elsewhere. */
  readonly done: () => Promise<void>;
  readonly request: Answerable;
}

/** Is told the kind of the answer that was given, for the log. */
export type Answerable = Pick<WatchedRequest, 'id' | 'answered'>;

export type CommandListener = (call: CommandCall) => Promise<void>;

/** What a press may do. All but `acknowledge` go through the press's `response_url`, which needs no membership. */
export interface Press<A extends ButtonAction = ButtonAction> {
  readonly body: BlockAction;
  readonly action: A;
  readonly installation: string;
  readonly by: Person;
  /** When it was pressed, and its place among all presses: the same for each repeat of its delivery. */
  readonly at: Date;
  readonly sequence: number;
  readonly look: RenderContext;
  readonly request: Answerable;
  readonly acknowledge: () => Promise<void>;
  /** Puts another private message in the place of the pressed one. */
  readonly replace: (message: Message) => Promise<void>;
  /** Says something to the presser alone: below the pressed message, which stays, or on top of the dialog. */
  readonly whisper: (message: Message) => Promise<void>;
  /** Says something to everyone in the channel. */
  readonly announce: (message: Message) => Promise<void>;
}

export type PressListener<N extends ActionName = ActionName> = (
  press: Press<Extract<ButtonAction, { do: N }>>,
) => Promise<void>;

/** What became of a dialog that was submitted: one of the three is called, once. */
export interface Submission<D extends DialogState = DialogState> {
  readonly body: ViewSubmitAction;
  readonly state: D;
  readonly installation: string;
  readonly by: Person;
  readonly look: RenderContext;
  readonly values: Submitted;
  readonly request: Answerable;
  /** Accepts it: the dialog closes. */
  readonly close: () => Promise<void>;
  /** Leaves it open, with what is wrong beside the fields, by their names. */
  readonly refuse: (errors: Readonly<Record<string, string>>) => Promise<void>;
  /** Shows another dialog in its place. */
  readonly show: (view: ModalView) => Promise<void>;
}

export type SubmissionListener<N extends DialogName = DialogName> = (
  submission: Submission<Extract<DialogState, { dialog: N }>>,
) => Promise<void>;

/** A shortcut that somebody started, wherever they were. */
export interface ShortcutCall {
  readonly body: Pick<SlackShortcut, 'trigger_id'>;
  readonly installation: string;
}

export type ShortcutListener = (call: ShortcutCall) => Promise<void>;

/** An event that Slack told of. Nothing waits for an answer. */
export interface EventCall<N extends EventName = EventName> {
  readonly event: KnownEventFromType<N>;
  /** The same for each repeat of its delivery. */
  readonly id: string;
  readonly installation: string;
}

export type EventListener<N extends EventName = EventName> = (call: EventCall<N>) => Promise<void>;
