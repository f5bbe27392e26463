import { noMessageUrl } from '../api/message-urls.js';
import { createWriteAnswer } from '../messages/create-write-answer.js';
import { notInstalledNotice } from '../messages/notices.js';
import { unescapeEntities } from '../mrkdwn/escape.js';
import { newSearch } from '../new-search.js';
import { installationOf } from '../payload.js';
import type { Services } from '../services.js';
import type { CommandListener } from './listener.js';

/** Answers `/guide …`. The reply rides on the acknowledgement: no second request to Slack. */
export function guideCommand({
  answers,
  clientFor,
  commandNames,
  isInstalled,
  logger,
  messageUrls,
  newId,
  pageUrl,
}: Services): CommandListener {
  const writeAnswer = createWriteAnswer();
  /** @returns whether the dialog stands there */
  const openSearch = async (installation: string, trigger: string): Promise<boolean> => {
    try {
      await clientFor(installation).views.open({ trigger_id: trigger, view: newSearch(newId) });
      return true;
    } catch (error) {
      logger.warn('The search dialog could not be opened by the command; a button offers it', { installation, error });
      return false;
    }
  };
  return async ({ command, done, reply, request }) => {
    const installation = installationOf(command);
    if (!(await isInstalled(installation))) return reply(notInstalledNotice());
    commandNames.heard(installation, command.command);
    // Slack sends what was typed with its three control characters escaped.
    const text = unescapeEntities(command.text ?? '');
    // What people ask is theirs: it is written down only where an operator looks for a fault.
    logger.debug('Asked', { request: request.id, text });
    const answer = request.answered(
      await answers.toRequest({ installation, channel: command.channel_id, user: command.user_id, text }),
    );
    if (answer.kind === 'search' && (await openSearch(installation, command.trigger_id))) return done();
    // The only answer with links to messages: no other one waits for the workspace's address.
    const messageUrl = answer.kind === 'checklists' ? await messageUrls(installation) : noMessageUrl;
    await reply(writeAnswer(answer, { pageUrl, newId, command: command.command, messageUrl }));
  };
}
