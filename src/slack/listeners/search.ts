import type { Answer } from '../../answer/answer.js';
import { type ButtonAction, decodeValue } from '../button-action.js';
import { renderAnswer } from '../messages/render-answer.js';
import { searchDialog } from '../messages/search-dialog.js';
import { newSearch } from '../new-search.js';
import type { Services } from '../services.js';
import { printOf } from '../short-hash.js';
import { showDialog } from '../show-dialog.js';
import type { PressListener, ShortcutListener, SubmissionListener } from './listener.js';

/** Opens the search dialog from anywhere in Slack. */
export function search({ clientFor, newId }: Services): ShortcutListener {
  return ({ body, installation }) => showDialog(clientFor(installation), body, newSearch(newId));
}

/** Opens it by a button; in the dialog itself, empties it. */
export function openSearch({ clientFor, newId }: Services): PressListener<'open-search'> {
  return async ({ acknowledge, body, installation }) => {
    await acknowledge();
    await showDialog(clientFor(installation), body, newSearch(newId));
  };
}

/** Shows what was chosen. */
export function find(services: Services): PressListener<'find'> {
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
    if (chosen?.do === 'find') answer = findChosen(services, chosen);
    else if (chosen?.do === 'ask') answer = await services.answers.toRequest({ ...where, text: chosen.question });
    else return refuse({ [field]: 'Type two letters or more, and choose one of the lines.' });
    const found = renderAnswer(request.answered(answer), { ...look, inDialog: true });
    await show(searchDialog({ field, found }));
  };
}

function findChosen(
  { answers, guide }: Pick<Services, 'answers' | 'guide'>,
  { slug, section: print }: Extract<ButtonAction, { do: 'find' }>,
): Answer {
  const sections = print === undefined ? [] : (guide().bySlug.get(slug)?.sections ?? []);
  const section = sections.find(({ anchor }) => printOf(anchor) === print);
  return section ? answers.openSection(slug, section.anchor) : answers.openPage(slug, { slugs: [] });
}
