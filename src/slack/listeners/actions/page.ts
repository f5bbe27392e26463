import type { Services } from '../../services.js';
import { sharedCard } from '../../views/card.js';
import { cannotShareNotice } from '../../views/notices.js';
import { readingDialog } from '../../views/reading-dialog.js';
import { renderAnswer } from '../../views/render-answer.js';
import { showDialog } from '../dialogs.js';
import type { Press, PressListener } from '../listener.js';

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

/** Opens the whole page in a dialog. */
export function openDialog({ answers, clientFor, guide, pageUrl }: Services): PressListener<'page:read'> {
  return async ({ acknowledge, action, body, installation, look, replace, request }) => {
    await acknowledge();
    const page = guide().bySlug.get(action.slug);
    if (page === undefined)
      return replace(renderAnswer(request.answered(answers.openPage(action.slug, { slugs: [] })), look));
    await showDialog(clientFor(installation), body, readingDialog(page, pageUrl));
  };
}

/** Shows another part of a long page in the dialog that is open. */
export function turnDialog({ clientFor, guide, pageUrl }: Services): PressListener<'page:turn'> {
  return async ({ acknowledge, action, body, installation }) => {
    await acknowledge();
    const page = guide().bySlug.get(action.slug);
    if (page === undefined || body.view === undefined) return;
    await clientFor(installation).views.update({
      view_id: body.view.id,
      hash: body.view.hash,
      view: readingDialog(page, pageUrl, action.part),
    });
  };
}

/** Posts the card to the channel, in the sharer's name, through the press's `response_url`: it needs no membership. */
export function share({ answers, logger }: Services): PressListener<'page:share'> {
  return async ({ acknowledge, action, announce, body, look, replace, request, whisper }) => {
    await acknowledge();
    const answer = request.answered(answers.openPage(action.slug, action.trail));
    if (answer.kind !== 'page') return replace(renderAnswer(answer, look));
    try {
      await announce(sharedCard(answer, body.user.id, look));
    } catch (error) {
      logger.warn('A card could not be shared', { error });
      await whisper(cannotShareNotice());
    }
  };
}
