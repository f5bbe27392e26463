import type { Middleware, SlackCommandMiddlewareArgs, SlashCommand } from '@slack/bolt';
import type { Answer } from '../../answer/answer.js';
import { noMessageUrl } from '../addresses.js';
import { isTriggerExpired } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import { unescapeEntities } from '../block-kit/mrkdwn/escape.js';
import { installationOf, isChannel } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import { inChannel, onlyInChannelsNotice } from '../views/channel-settings.js';
import { busyNotice, notInstalledNotice } from '../views/notices.js';
import { withFirstLine } from '../views/welcome.js';
import { messageFor } from './actions/report.js';
import { answerInChannel, openChannelSettings } from './channel-settings.js';
import { newSearch } from './dialogs.js';
import { ackByDeadline, beginRequest } from './middleware.js';
import { isFirstCard, recordQuestion } from './record.js';

/** Answers `/guide …` privately. The answer goes with the acknowledgement, or by `response_url` if it is late. */
export function guideCommand(services: Services): Middleware<SlackCommandMiddlewareArgs> {
  const { handling, logger, slack, views } = services;

  /** Commands that open a dialog. @returns whether it opened */
  const openDialog = async (kind: Answer['kind'], command: SlashCommand, installation: string): Promise<boolean> => {
    const { channel_id: channel, trigger_id } = command;
    try {
      if (kind === 'search')
        await slack.clientFor(installation).views.open({ trigger_id, view: newSearch(views.newId) });
      else if (kind === 'settings') await openChannelSettings(services, { installation, channel, trigger_id });
      else return false;
      return true;
    } catch (error) {
      logger[isTriggerExpired(error) ? 'debug' : 'warn']('The command could not open its dialog; a button offers it', {
        installation,
        kind,
        error,
      });
      return false;
    }
  };

  return async ({ ack, command, context, respond }) => {
    const installation = installationOf(command);
    const request = beginRequest(services, context, {
      kind: 'command',
      what: `The command ${command.command}`,
      installation,
    });
    const timed = ackByDeadline((reply?: Message | 'no reply') => {
      request.acknowledged();
      if (reply === 'no reply') return ack();
      return reply
        ? ack({ response_type: 'ephemeral', ...reply })
        : ack('Still looking. The answer follows in a moment.');
    });
    const reply = async (message: Message): Promise<void> => {
      if (await timed.acknowledge(message)) return;
      await respond({ response_type: 'ephemeral', replace_original: false, ...message });
    };

    await request.handle(async () => {
      const refusal = handling.limits.take(installation, command.user_id);
      if (refusal) {
        request.refused();
        // It goes with the acknowledgement, so every refused command gets it: that costs less than an answer.
        return reply(busyNotice(refusal));
      }
      if (!(await slack.isInstalled(installation))) return reply(notInstalledNotice());
      views.commandNames.heard(installation, command.command);
      // Slack escapes three characters of what was typed.
      const text = unescapeEntities(command.text ?? '');
      // Questions are private: they are logged only while an operator debugs.
      logger.debug('Asked', { request: request.id, text });
      const { channel_id: channel, user_id: user } = command;
      const { answer, settings } = await answerInChannel(services, { installation, channel, user, text });
      request.answered(answer);
      if (answer.kind === 'settings' && !isChannel(channel)) return reply(onlyInChannelsNotice(command));
      if (await openDialog(answer.kind, command, installation)) {
        await timed.acknowledge('no reply');
        return;
      }
      // Only this answer links to messages. The others do not wait for the workspace's address.
      const messageUrl = answer.kind === 'checklists' ? await views.messageUrls(installation) : noMessageUrl;
      const asker = { installation, person: user, surface: 'command' } as const;
      const rendering = {
        ...inChannel(renderContext(views, installation), settings),
        command: command.command,
        messageUrl,
      };
      const message = await messageFor(services, asker, answer, rendering);
      await reply((await isFirstCard(services, asker, answer)) ? withFirstLine(message, rendering) : message);
      recordQuestion(services, asker, answer);
    }, reply);
  };
}
