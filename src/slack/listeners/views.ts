import type { ModalView } from '@slack/types';
import type { Answer } from '../../answer/answer.js';
import type { ItemEdits, Outcome } from '../../checklist/change-item.js';
import { ItemNotFound, RunNotFound } from '../../checklist/errors.js';
import { fromDue, type LocalDue, partOutside, type Run, toDue } from '../../checklist/run.js';
import type { ItemChanged } from '../../checklist/run-store.js';
import { decodeValue } from '../block-kit/action-value.js';
import { shortHash } from '../block-kit/checked-json.js';
import type { SeenItem, Submitted } from '../block-kit/dialog-state.js';
import type { Services } from '../services.js';
import { itemDialog } from '../views/item-dialog.js';
import { partOfItem } from '../views/manage-dialog.js';
import { noticeDialog, onlyInChannelNotice, runGoneNotice } from '../views/notices.js';
import { refusalText } from '../views/refusals.js';
import { renderAnswer } from '../views/render-answer.js';
import { searchDialog } from '../views/search.js';
import { openChoice } from './actions/search.js';
import { updateHome } from './events.js';
import { recordQuestion } from './record.js';
import { refreshItems, seenBy } from './run-press.js';
import { nameOf, type SubmissionListener, type ViewMiddleware } from './submission.js';

/** `copy`: a dialog to read. Its button closes it. */
export function closeView(): ViewMiddleware {
  return async ({ ack, context }) => {
    context.isTaken = true;
    await ack();
  };
}

/** `search`: shows the chosen line below the field again. */
export function submitSearch(services: Pick<Services, 'answering' | 'handling'>): SubmissionListener<'search'> {
  const { answering } = services;
  return async ({ body, context, installation, refuse, request, show, state: { field }, values }) => {
    const chosen = decodeValue(values.choice(field));
    let answer: Answer;
    if (chosen?.do === 'search:choose') answer = openChoice(answering, chosen);
    else if (chosen?.do === 'question:ask')
      answer = await answering.answers.toRequest({
        installation,
        channel: '',
        user: body.user.id,
        text: chosen.question,
      });
    else return refuse({ [field]: 'Type two letters or more, and choose one of the lines.' });
    const found = renderAnswer(request.answered(answer), { ...context, inDialog: true });
    await show(searchDialog({ field, found }));
    const asker = { installation, person: body.user.id, surface: 'search' } as const;
    if (chosen.do === 'question:ask') recordQuestion(services, asker, answer);
  };
}

/**
 * `item`: saves what the person changed in the dialog, and nothing else: somebody else may have changed the rest since it was
 * opened. The dialog with all items below it is updated, and so is Home.
 */
export function saveItem(services: Services): SubmissionListener<'item'> {
  return async (submission) => {
    const { by, close, context, refuse, show, state, values } = submission;
    if (values.choice('time') !== undefined && values.choice('due') === undefined)
      return refuse({ due: 'Choose the day of this time, or clear the time.' });
    if (values.choice('state') === 'skipped' && values.text('reason') === '')
      return refuse({ reason: 'Say why it is skipped, for people who read this later.' });
    try {
      if (await isOutOfReach(services, submission)) return show(noticeDialog(onlyInChannelNotice()));
      const question = await askAboutOutsider(services, submission);
      if (question) return show(question);
      const saved = await saveChanges(services, submission);
      if (saved?.refused) {
        const field = saved.refused.kind === 'past-due-date' ? 'due' : 'state';
        return refuse({ [field]: refusalText(saved.refused, submission.at) });
      }
      await close();
      if (saved === undefined) return;
      const { run } = saved;
      services.checklists.outbox.requestUpdate({ installation: run.installation, run: run.id });
      await updateDialogBelow(services, submission, run);
      if (state.home) await updateHome(services, { installation: run.installation, user: by.id });
    } catch (error) {
      if (!(error instanceof RunNotFound || error instanceof ItemNotFound)) throw error;
      await show(noticeDialog(runGoneNotice(context)));
      services.logger.info('A change was for a checklist that no longer exists', { run: state.run });
    }
  };
}

type ItemSubmission = Parameters<SubmissionListener<'item'>>[0];

/** Whether it was opened outside the channel, and the item is no longer theirs. */
async function isOutOfReach(
  { checklists: { runs } }: Services,
  { by, installation, state }: ItemSubmission,
): Promise<boolean> {
  if (!state.home) return false;
  const { items } = partOutside(await runs.get({ installation, run: state.run }), by.id);
  return !items.some(({ id }) => id === state.item);
}

/**
 * The same dialog with what was entered, and with a word about the person who was chosen: for somebody who is not in the channel, as far as
 * Slack says. Undefined where there is nothing to ask, or it was asked already.
 */
async function askAboutOutsider(services: Services, submission: ItemSubmission): Promise<ModalView | undefined> {
  const { by, installation, state, values } = submission;
  const { people, runs } = services.checklists;
  const to = readChanges(state.seen, values).assignee?.to;
  if (to === undefined || to === by.id || to === state.outsider) return undefined;
  const run = await runs.get({ installation, run: state.run });
  const item = run.items.find(({ id }) => id === state.item);
  if (item === undefined) throw new ItemNotFound(state.run, state.item);
  if ((await people.isInChannel({ installation, channel: run.channel, person: to })) !== false) return undefined;
  const outsider = await nameOf(services, submission, to);
  const zone = item.due === undefined ? undefined : await people.zoneOf({ installation, person: by.id });
  return itemDialog(run, item, services.views.pageUrl, { home: state.home, zone, outsider, seen: state.seen });
}

/** Saves all changes or none. @returns undefined if the person changed nothing */
async function saveChanges(services: Services, submission: ItemSubmission): Promise<ItemChanged | undefined> {
  const { at, by, installation, state, values } = submission;
  const { runs } = services.checklists;
  const { assignee, due, ...changes } = readChanges(state.seen, values);
  if (assignee === undefined && due === undefined && Object.keys(changes).length === 0) return undefined;
  const zone = due?.to === undefined ? 'UTC' : await services.checklists.people.zoneOf({ installation, person: by.id });
  const { day: today } = fromDue(at.toISOString(), zone);
  return runs.editItem({
    ...{ installation, run: state.run, item: state.item, by, at },
    ...changes,
    ...(due && { due: due.to ? { to: toDue(due.to, zone), today } : { to: undefined } }),
    ...(assignee && {
      assignee: { to: assignee.to === undefined ? undefined : await nameOf(services, submission, assignee.to) },
    }),
  });
}

type Changes = Omit<ItemEdits, 'assignee' | 'due'> & {
  readonly assignee?: { readonly to: string | undefined };
  readonly due?: { readonly to: LocalDue | undefined };
};

/** What differs from what the dialog showed when it was opened. */
function readChanges(seen: SeenItem, values: Submitted): Changes {
  const removed = values.choices('remove');
  const wanted = (name: 'assignee' | 'due'): string | undefined =>
    // Ticked to be removed, but also chosen again: the new choice counts.
    removed.includes(name) && values.choice(name) === seen[name] ? undefined : values.choice(name);
  const day = wanted('due');
  const time = day === undefined ? undefined : values.choice('time');
  const note = values.text('note');
  const outcome = readOutcome(seen, values);
  return {
    ...(outcome && { outcome }),
    ...(wanted('assignee') !== seen.assignee && { assignee: { to: wanted('assignee') } }),
    ...((day !== seen.due || time !== seen.time) && {
      due: { to: day === undefined ? undefined : { day, ...(time && { time }) } },
    }),
    ...(shortHash(note) !== seen.note && { note: { to: note || undefined } }),
  };
}

function readOutcome(seen: SeenItem, values: Submitted): Outcome | undefined {
  const kind = values.choice('state');
  const reason = values.text('reason');
  if (kind === 'skipped')
    return seen.state === 'skipped' && shortHash(reason) === seen.reason ? undefined : { kind, reason };
  return kind === seen.state || (kind !== 'open' && kind !== 'done') ? undefined : { kind };
}

/** The dialog from which the item was opened. */
async function updateDialogBelow(
  services: Services,
  { body: { view }, by, installation, state }: ItemSubmission,
  run: Run,
): Promise<void> {
  const below = view.previous_view_id ?? view.root_view_id;
  if (below === null || below === view.id) return;
  const seen = seenBy(run, by.id, state.home).run;
  await refreshItems(services, {
    ...{ kind: 'manage', view: below, key: { installation, run: run.id }, person: by.id, home: state.home },
    part: partOfItem(seen, state.item),
  });
}
