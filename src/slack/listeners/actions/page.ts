import type { Message } from '../../block-kit/blocks.js';
import type { Services } from '../../services.js';
import { sharedCard } from '../../views/card.js';
import { cannotShareNotice } from '../../views/notices.js';
import { readingDialog } from '../../views/reading-dialog.js';
import { renderAnswer } from '../../views/render-answer.js';
import { showDialog } from '../dialogs.js';
import type { Press, PressListener } from '../press.js';

/** `question:ask`: answers a question, from an example in the help or from Home's search field. */
export function ask({ answering, views }: Pick<Services, 'answering' | 'views'>): PressListener<'question:ask'> {
  return async ({ acknowledge, action, body, context, installation, replace, request }) => {
    await acknowledge();
    const answer = request.answered(
      await answering.answers.toRequest({
        installation,
        channel: body.channel?.id ?? '',
        user: body.user.id,
        text: action.question,
      }),
    );
    await replace(renderAnswer(answer, { ...context, messageUrl: await views.messageUrls(installation) }));
  };
}

/** `page:open`: a next step, Back, or a page from a list. */
export function openPage({ answering }: Pick<Services, 'answering'>): PressListener<'page:open'> {
  return async (press) => {
    await press.acknowledge();
    const { slug, trail, part } = press.action;
    const answer = press.request.answered(answering.answers.openPage(slug, trail));
    await showCard(press, renderAnswer(answer, press.context, part));
  };
}

/** Replaces the pressed card; or answers privately if everyone sees that card, which one person must not change. */
export function showCard(
  { action, replace, whisper }: Pick<Press, 'replace' | 'whisper'> & { readonly action: { readonly anew?: true } },
  message: Message,
): Promise<void> {
  return action.anew ? whisper(message) : replace(message);
}

/** `list:open`: topics or checklists, page by page. */
export function list({ answering, views }: Pick<Services, 'answering' | 'views'>): PressListener<'list:open'> {
  return async ({ acknowledge, action, body, context, installation, replace, request }) => {
    await acknowledge();
    const { answers } = answering;
    const where = { installation, channel: body.channel?.id ?? '' };
    const answer = request.answered(action.what === 'topics' ? answers.topics() : await answers.checklists(where));
    const messageUrl = await views.messageUrls(installation);
    await replace(renderAnswer(answer, { ...context, messageUrl }, action.part));
  };
}

/** `page:read`: the whole page in a dialog. */
export function readPage({
  answering,
  slack,
  views,
}: Pick<Services, 'answering' | 'slack' | 'views'>): PressListener<'page:read'> {
  return async ({ acknowledge, action, body, context, installation, replace, request }) => {
    await acknowledge();
    const page = answering.guide().bySlug.get(action.slug);
    if (page === undefined) {
      const gone = request.answered(answering.answers.openPage(action.slug, { slugs: [] }));
      return replace(renderAnswer(gone, context));
    }
    await showDialog(slack.clientFor(installation), body, readingDialog(page, views.pageUrl));
  };
}

/** `page:turn`: another part of a long page, in the open dialog. */
export function turnPage({
  answering,
  slack,
  views,
}: Pick<Services, 'answering' | 'slack' | 'views'>): PressListener<'page:turn'> {
  return async ({ acknowledge, action, body, installation }) => {
    await acknowledge();
    const page = answering.guide().bySlug.get(action.slug);
    if (page === undefined || body.view === undefined) return;
    const client = slack.clientFor(installation);
    await client.views.update({
      view_id: body.view.id,
      hash: body.view.hash,
      view: readingDialog(page, views.pageUrl, action.part),
    });
  };
}

/** `page:share`: posts the card to the channel in the presser's name. The `response_url` needs no membership. */
export function share({ answering, logger }: Pick<Services, 'answering' | 'logger'>): PressListener<'page:share'> {
  return async ({ acknowledge, action, announce, body, context, replace, request, whisper }) => {
    await acknowledge();
    const answer = request.answered(answering.answers.openPage(action.slug, action.trail));
    if (answer.kind !== 'page') return replace(renderAnswer(answer, context));
    try {
      await announce(sharedCard(answer, body.user.id, context));
    } catch (error) {
      logger.warn('A card could not be shared', { error });
      await whisper(cannotShareNotice());
    }
  };
}
