import type { BlockAction, Middleware, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { ModalView, PlainTextOption } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Answer } from '../../../answer/answer.js';
import type { Answers } from '../../../answer/answers.js';
import { slackErrorCode } from '../../api/errors.js';
import { type ButtonAction, decodeValue, SEARCH_FIELD } from '../../block-kit/action-value.js';
import type { Message } from '../../block-kit/blocks.js';
import { unescapeEntities } from '../../block-kit/mrkdwn/escape.js';
import { installationOf } from '../../payload.js';
import type { Services } from '../../services.js';
import { printOf } from '../../short-hash.js';
import { renderAnswer } from '../../views/render-answer.js';
import { SEARCH_DIALOG, searchDialog, searchOptions } from '../../views/search.js';
import { showDialog } from '../dialogs.js';
import type { PressListener, ShortcutListener, SubmissionListener } from '../listener.js';
import type { Guard } from '../middleware.js';

/** Opens the search dialog from anywhere in Slack. */
export function search({ clientFor, newId }: Services): ShortcutListener {
  return ({ body, installation }) => showDialog(clientFor(installation), body, newSearch(newId));
}

/** Opens it by a button; in the dialog itself, empties it. */
export function openSearch({ clientFor, newId }: Services): PressListener<'search:open'> {
  return async ({ acknowledge, body, installation }) => {
    await acknowledge();
    await showDialog(clientFor(installation), body, newSearch(newId));
  };
}

/** Shows what was chosen. */
export function find(services: Services): PressListener<'search:choose'> {
  return async ({ acknowledge, action, look, replace, request }) => {
    await acknowledge();
    await replace(renderAnswer(request.answered(findChosen(services, action)), look));
  };
}

/** Shows it by the dialog's button. */
export function findAgain(services: Services): SubmissionListener<'search'> {
  return async ({ body, installation, look, refuse, request, show, state: { field }, values }) => {
    const chosen = decodeValue(values.choice(field));
    const where = { installation, channel: '', user: body.user.id };
    let answer: Answer;
    if (chosen?.do === 'search:choose') answer = findChosen(services, chosen);
    else if (chosen?.do === 'question:ask')
      answer = await services.answers.toRequest({ ...where, text: chosen.question });
    else return refuse({ [field]: 'Type two letters or more, and choose one of the lines.' });
    const found = renderAnswer(request.answered(answer), { ...look, inDialog: true });
    await show(searchDialog({ field, found }));
  };
}

function findChosen(
  { answers, guide }: Pick<Services, 'answers' | 'guide'>,
  { slug, section: print }: Extract<ButtonAction, { do: 'search:choose' }>,
): Answer {
  const sections = print === undefined ? [] : (guide().bySlug.get(slug)?.sections ?? []);
  const section = sections.find(({ anchor }) => printOf(anchor) === print);
  return section ? answers.openSection(slug, section.anchor) : answers.openPage(slug, { slugs: [] });
}

/** The search dialog with an empty field: one of another name, or Slack would keep what was chosen. */
export function newSearch(newId: () => string, found?: Pick<Message, 'blocks'>): ModalView {
  return searchDialog({ field: `find-${newId()}`, ...(found && { found }) });
}

/** Whether somebody pressed something in the search dialog. */
export function isInSearch({ view }: Pick<BlockAction, 'view'>): boolean {
  return view?.callback_id === SEARCH_DIALOG;
}

/** Shows something below the dialog's field. What was chosen stays there as long as it is what is shown. */
export async function showInSearch(
  client: WebClient,
  { actions: [pressed], view }: BlockAction,
  found: Message,
  newId: () => string,
): Promise<void> {
  if (view === undefined) return;
  const isChoice = pressed?.type === 'external_select';
  try {
    await client.views.update({
      view_id: view.id,
      view: isChoice ? searchDialog({ field: pressed.block_id, found }) : newSearch(newId, found),
    });
  } catch (error) {
    // Whoever has closed the dialog meanwhile waits for nothing.
    if (slackErrorCode(error) !== 'not_found') throw error;
  }
}

/** More lines than this nobody reads while typing. */
const OFFERED = 15;

/**
 * Offers what fits the letters typed so far: Slack asks at each of them, and takes only what the acknowledgement brings within
 * 3 seconds. Where nothing can be offered, the list is empty.
 */
export function onSuggestion(
  guard: Guard,
  { answers, suggestionLimits }: Pick<Services, 'suggestionLimits'> & { readonly answers: Pick<Answers, 'suggest'> },
): Middleware<SlackOptionsMiddlewareArgs<'block_suggestion'>> {
  return async ({ ack, body }) => {
    if (body.action_id !== SEARCH_FIELD) return ack({ options: [] });
    const installation = installationOf(body);
    const request = guard.begin({ kind: 'options', action: SEARCH_FIELD, what: 'The search field', installation });
    const offer = async (options: PlainTextOption[]): Promise<void> => {
      request.acknowledged();
      await ack({ options });
    };
    await guard.run(
      request,
      async () => {
        if (suggestionLimits.take(installation, body.user.id) === undefined) {
          const typed = unescapeEntities(body.value);
          return offer(searchOptions(typed, answers.suggest(typed, OFFERED)));
        }
        request.refused();
        await offer([]);
      },
      () => offer([]),
    );
  };
}
