import type { SlashCommand } from '@slack/bolt';
import { ackInTime } from './ack-in-time.js';
import type { Message } from './blocks.js';
import type { Guard } from './guard.js';
import type { CommandListener } from './listeners/listener.js';
import { busyNotice } from './messages/notices.js';
import { installationOf } from './payload.js';
import type { Services } from './services.js';
import { WrittenMessage } from './written-message.js';

/** A command as it comes in, by whichever way. */
export interface IncomingCommand {
  readonly command: SlashCommand;
  readonly ack: (reply?: PrivateMessage | string) => Promise<void>;
  /** Replies by the command's `response_url`. @throws where Slack does not take it */
  readonly respond: (reply: PrivateMessage) => Promise<unknown>;
}

/** A reply that only the asker sees, as an object or written already. */
export type PrivateMessage = WrittenMessage | (Message & Manner);

interface Manner {
  readonly response_type: 'ephemeral';
  readonly replace_original?: false;
}

export type AnswerCommand = (incoming: IncomingCommand) => Promise<void>;

/** Adapts a command's listener. The reply is private and rides on the acknowledgement while there is time. */
export function onCommand(
  guard: Guard,
  { limits }: Pick<Services, 'limits'>,
  listener: CommandListener,
): AnswerCommand {
  return async ({ ack, command, respond }) => {
    const installation = installationOf(command);
    const request = guard.begin({ kind: 'command', what: `The command ${command.command}`, installation });
    const timed = ackInTime((message?: Message | WrittenMessage | 'done') => {
      request.acknowledged();
      if (message === 'done') return ack();
      return message
        ? ack(privately(message, { response_type: 'ephemeral' }))
        : ack('Still looking. The answer follows in a moment.');
    });
    const done = async (): Promise<void> => {
      await timed.acknowledge('done');
    };
    const reply = async (message: Message | WrittenMessage): Promise<void> => {
      if (await timed.acknowledge(message)) return;
      await respond(privately(message, { response_type: 'ephemeral', replace_original: false }));
    };
    const answer = (): Promise<void> => {
      const refusal = limits.take(installation, command.user_id);
      if (refusal === undefined) return listener({ command, reply, done, request });
      request.refused();
      // It rides on the acknowledgement, so each one is told: that costs less than an answer.
      return reply(busyNotice(refusal));
    };
    await guard.run(request, answer, reply);
  };
}

function privately(message: Message | WrittenMessage, manner: Manner): PrivateMessage {
  return message instanceof WrittenMessage ? message.with(manner) : { ...manner, ...message };
}
