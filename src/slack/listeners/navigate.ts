import type { Services } from '../services.js';
import { renderAnswer } from '../views/render-answer.js';
import type { Press, PressListener } from './listener.js';

/** Answers a question that a button carries, such as an example in the help. */
export function ask({ answers, messageUrls }: Services): PressListener<'question:ask'> {
  return async (press) => {
    await press.acknowledge();
    const { action, body, installation, look } = press;
    const request = { installation, channel: body.channel?.id ?? '', user: body.user.id, text: action.question };
    const messageUrl = await messageUrls(installation);
    await press.replace(
      renderAnswer(press.request.answered(await answers.toRequest(request)), { ...look, messageUrl }),
    );
  };
}

/** A next step, Back, or a page from a list: replaces the card, or answers privately below a shared one. */
export function openPage({ answers }: Services): PressListener<'page:open'> {
  return async (press) => {
    await press.acknowledge();
    const { slug, trail, part } = press.action;
    await show(press, renderAnswer(press.request.answered(answers.openPage(slug, trail)), press.look, part));
  };
}

/** Topics and checklists, page by page. */
export function list({ answers, messageUrls }: Services): PressListener<'list:open'> {
  return async ({ acknowledge, action, body, installation, look, replace, request }) => {
    await acknowledge();
    const where = { installation, channel: body.channel?.id ?? '' };
    const answer = request.answered(action.what === 'topics' ? answers.topics() : await answers.checklists(where));
    await replace(renderAnswer(answer, { ...look, messageUrl: await messageUrls(installation) }, action.part));
  };
}

/** A page's checklist, to look at before it is posted. */
export function preview({ answers }: Services): PressListener<'checklist:preview'> {
  return async (press) => {
    await press.acknowledge();
    const { slug, name, part } = press.action;
    await show(press, renderAnswer(press.request.answered(answers.openChecklist(slug, name)), press.look, part));
  };
}

/** What everyone sees must not change because one person looks something up. */
function show(
  { action, replace, whisper }: Pick<Press, 'replace' | 'whisper'> & { action: { anew?: true } },
  message: Parameters<Press['replace']>[0],
): Promise<void> {
  return action.anew ? whisper(message) : replace(message);
}
