import type { Answer } from '../../answer/answer.js';
import { type ButtonAction, decodeValue } from '../block-kit/action-value.js';
import { newSearch } from '../new-search.js';
import { shortHash } from '../print-of.js';
import type { Services } from '../services.js';
import { showDialog } from '../show-dialog.js';
import { renderAnswer } from '../views/render-answer.js';
import { searchDialog } from '../views/search.js';
import type { PressListener, ShortcutListener, SubmissionListener } from './listener.js';

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
  const section = sections.find(({ anchor }) => shortHash(anchor) === print);
  return section ? answers.openSection(slug, section.anchor) : answers.openPage(slug, { slugs: [] });
}
