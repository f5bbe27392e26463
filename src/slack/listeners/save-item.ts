import type { Outcome } from '../../checklist/change-item.js';
import { ItemNotFound, RunNotFound } from '../../checklist/errors.js';
import type { Person, Run } from '../../checklist/run.js';
import type { SeenItem } from '../dialog-state.js';
import { manageDialog, partOfItem } from '../messages/manage-dialog.js';
import { noticeDialog } from '../messages/notice-dialog.js';
import { runGoneNotice } from '../messages/notices.js';
import { printOf } from '../print-of.js';
import type { Services } from '../services.js';
import type { Submitted } from '../submitted.js';
import type { Submission, SubmissionListener } from './listener.js';
import { drawHome } from './show-home.js';

/**
 * Saves what a person changed in an item's dialog, and nothing else: what they left as they saw it may have been changed by
 * somebody else meanwhile. The dialog with all items below shows it at once, and so does Home below that.
 */
export function saveItem(services: Services): SubmissionListener<'item'> {
  return async (submission) => {
    const { close, look, refuse, show, state, values } = submission;
    if (values.choice('state') === 'skipped' && values.text('reason') === '')
      return refuse({ reason: 'Say why it is skipped, for whoever reads this later.' });
    try {
      const run = await save(services, submission);
      await close();
      if (run === undefined) return;
      services.outbox.requestUpdate({ installation: run.installation, run: run.id });
      await refresh(services, submission, run);
      if (state.home) await drawHome(services, { installation: run.installation, user: submission.by.id });
    } catch (error) {
      if (!(error instanceof RunNotFound || error instanceof ItemNotFound)) throw error;
      await show(noticeDialog(runGoneNotice(look)));
      services.logger.info('A change came for a checklist that is gone', { run: state.run });
    }
  };
}

type ItemState = Pick<ItemSubmission['state'], 'item' | 'home'>;
type ItemSubmission = Parameters<SubmissionListener<'item'>>[0];

/** @returns the run after the last change; nothing where the person changed nothing */
async function save(services: Services, { by, installation, state, values }: ItemSubmission): Promise<Run | undefined> {
  const { runs, now } = services;
  const press = { installation, run: state.run, item: state.item, by, at: now() };
  const { assignee, due, note, outcome } = changesIn(state.seen, values);
  let run: Run | undefined;
  if (outcome) run = await runs.setItem({ ...press, outcome });
  if (assignee) {
    const person =
      assignee.to === undefined ? undefined : await nameOf(services, { by, id: assignee.to, installation });
    run = await runs.assign({ ...press, assignee: person });
  }
  if (due) run = await runs.setDue({ ...press, due: due.to });
  if (note) run = await runs.setNote({ ...press, note: note.to });
  return run;
}

interface Changes {
  readonly outcome?: Outcome;
  readonly assignee?: { readonly to: string | undefined };
  readonly due?: { readonly to: string | undefined };
  readonly note?: { readonly to: string | undefined };
}

/** What was entered that the dialog did not show. */
function changesIn(seen: SeenItem, values: Submitted): Changes {
  const removed = values.choices('remove');
  const wanted = (name: 'assignee' | 'due'): string | undefined =>
    // Chosen anew and ticked to be removed: what was chosen is meant.
    removed.includes(name) && values.choice(name) === seen[name] ? undefined : values.choice(name);
  const note = values.text('note');
  const outcome = outcomeIn(seen, values);
  return {
    ...(outcome && { outcome }),
    ...(wanted('assignee') !== seen.assignee && { assignee: { to: wanted('assignee') } }),
    ...(wanted('due') !== seen.due && { due: { to: wanted('due') } }),
    ...(printOf(note) !== seen.note && { note: { to: note || undefined } }),
  };
}

function outcomeIn(seen: SeenItem, values: Submitted): Outcome | undefined {
  const kind = values.choice('state');
  const reason = values.text('reason');
  if (kind === 'skipped')
    return seen.state === 'skipped' && printOf(reason) === seen.reason ? undefined : { kind, reason };
  return kind === seen.state || (kind !== 'open' && kind !== 'done') ? undefined : { kind };
}

/** The person who was chosen, by a name where one is known: Slack says the id alone. */
async function nameOf(
  { people }: Services,
  { by, id, installation }: { by: Person; id: string; installation: string },
): Promise<Person> {
  if (id === by.id) return by;
  return { id, name: (await people.nameOf({ installation, person: id })) ?? 'a teammate' };
}

/** The dialog below may be closed by now. */
async function refresh(
  { clientFor, logger, pageUrl }: Services,
  { body: { view }, installation, state }: Pick<Submission, 'body' | 'installation'> & { state: ItemState },
  run: Run,
): Promise<void> {
  const below = view.previous_view_id ?? view.root_view_id;
  if (below === null || below === view.id) return;
  const shown = manageDialog(run, pageUrl, { part: partOfItem(run, state.item), home: state.home });
  await clientFor(installation)
    .views.update({ view_id: below, view: shown })
    .catch((error: unknown) => logger.debug('The dialog below could not be shown anew', { error }));
}
