import type { BlockAction, SlashCommand } from '@slack/bolt';
import type { Message } from '../blocks.js';
import type { ActionName, ButtonAction } from '../button-action.js';
import type { RenderContext } from '../messages/render-context.js';

export interface CommandCall {
  readonly command: SlashCommand;
  /** Answers privately: on the acknowledgement where there is still time, otherwise by the command's `response_url`. */
  readonly reply: (message: Message) => Promise<void>;
}

export type CommandListener = (call: CommandCall) => Promise<void>;

/** What a press may do. All but `acknowledge` go through the press's `response_url`, which needs no membership. */
export interface Press<A extends ButtonAction = ButtonAction> {
  readonly body: BlockAction;
  readonly action: A;
  readonly installation: string;
  readonly look: RenderContext;
  readonly acknowledge: () => Promise<void>;
  /** Puts another private message in the place of the pressed one. */
  readonly replace: (message: Message) => Promise<void>;
  /** Says something to the presser alone, below; the pressed message stays. */
  readonly whisper: (message: Message) => Promise<void>;
  /** Says something to everyone in the channel. */
  readonly announce: (message: Message) => Promise<void>;
}

export type PressListener<N extends ActionName = ActionName> = (
  press: Press<Extract<ButtonAction, { do: N }>>,
) => Promise<void>;
