import type { Services } from '../services.js';
import { showDialog } from '../show-dialog.js';
import { readingDialog } from '../views/reading-dialog.js';
import { renderAnswer } from '../views/render-answer.js';
import type { PressListener } from './listener.js';

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
