import { cannotBringDownNotice, postingNotice } from '../messages/notices.js';
import { renderAnswer } from '../messages/render-answer.js';
import type { Services } from '../services.js';
import { whileItIsKept } from './change-run.js';
import type { Press, PressListener } from './listener.js';

/** Posts a run anew where it was asked for; the old message points to the new one. */
export function repost(services: Services): PressListener<'bring-down'> {
  return (press) =>
    whileItIsKept(press, async (key) => {
      const { acknowledge, action, at, by, whisper } = press;
      const run = await services.runs.repost({
        ...key,
        from: action.from,
        by,
        at,
      });
      await acknowledge();
      const outcome = await services.outbox.post(key);
      if (outcome.kind === 'undeliverable') return whisper(cannotBringDownNotice(outcome.reason));
      if (outcome.kind === 'pending') return whisper(postingNotice());
      await showList(services, press, run.channel);
    });
}

/** Puts a run away. */
export function archive(services: Services): PressListener<'archive'> {
  return (press) =>
    whileItIsKept(press, async (key) => {
      const run = await services.runs.archive({ ...key, by: press.by, at: press.at });
      await press.acknowledge();
      services.outbox.requestUpdate(key);
      await showList(services, press, run.channel);
    });
}

/** The list that was pressed, as it is now. */
async function showList(
  { answers, messageUrls }: Services,
  { body, installation, look, replace, request }: Press,
  fallback: string,
): Promise<void> {
  const answer = request.answered(await answers.checklists({ installation, channel: body.channel?.id ?? fallback }));
  await replace(renderAnswer(answer, { ...look, messageUrl: await messageUrls(installation) }));
}
