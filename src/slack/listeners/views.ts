import type { Middleware, SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Outcome } from '../../checklist/change-item.js';
import type { Person, Run } from '../../checklist/run.js';
import { ItemNotFound, RunNotFound } from '../../checklist/run-store.js';
import { newRunFrom } from '../../checklist/start-run.js';
import { noMessageUrl } from '../api/message-urls.js';
import type { Message } from '../block-kit/blocks.js';
import {
  type DialogName,
  decodeDialog,
  type SeenItem,
  type Submitted,
  submittedValues,
} from '../block-kit/dialog-state.js';
import { unescapeEntities } from '../block-kit/mrkdwn/escape.js';
import { installationOf, personOf } from '../payload.js';
import type { Services } from '../services.js';
import { printOf } from '../short-hash.js';
import { manageDialog, partOfItem } from '../views/checklist-dialogs.js';
import { optionsDialog } from '../views/checklist-preview.js';
import { runTitle } from '../views/format.js';
import {
  busyNotice,
  cannotPostReason,
  guideChangedNotice,
  noticeDialog,
  outdatedNotice,
  postedToNotice,
  postingNotice,
  refusedNotice,
  runGoneNotice,
  savedNotice,
  slowNotice,
} from '../views/notices.js';
import { renderAnswer } from '../views/render-answer.js';
import { drawHome } from './actions/home.js';
import { showDialog } from './dialogs.js';
import type { PressListener, Submission, SubmissionListener } from './listener.js';
import { ackInTime, type Guard } from './middleware.js';

/** An empty reply closes the dialog. */
type Reply = ViewResponseAction | 'close';

type Submissions = { readonly [N in DialogName]: SubmissionListener<N> };

/** Dialogs that are only looked at: their button closes them. */
const LOOKED_AT = new Set(['copy']);

/**
 * Adapts the table of dialogs to Bolt. A submission is handled once, however often it is delivered. What became of it is said
 * in the reply while there is time; afterwards in the dialog that stands there in its place.
 */
export function onSubmit(
  guard: Guard,
  services: Services,
  submissions: Submissions,
): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return async ({ ack, body, view }) => {
    const { clientFor, commandNames, deliveries, limits, newId, pageUrl } = services;
    const installation = installationOf(body);
    const client = clientFor(installation);
    const state = decodeDialog(view.private_metadata);
    const request = guard.begin({
      kind: 'dialog',
      action: state?.dialog,
      what: `The dialog ${view.callback_id}`,
      installation,
    });
    const timed = ackInTime(async (reply?: Reply) => {
      request.acknowledged();
      await (reply === 'close'
        ? ack()
        : ack(reply ?? { response_action: 'update', view: noticeDialog(slowNotice(), 'Still saving') }));
    });
    const answer = async (reply: Reply, late: ModalView): Promise<void> => {
      if (!(await timed.acknowledge(reply))) await client.views.update({ view_id: view.id, view: late });
    };
    const show = (other: ModalView): Promise<void> => answer({ response_action: 'update', view: other }, other);
    const refuse = (errors: Readonly<Record<string, string>>): Promise<void> =>
      answer({ response_action: 'errors', errors: { ...errors } }, noticeDialog(refusedNotice(Object.values(errors))));
    const close = (): Promise<void> => answer('close', noticeDialog(savedNotice()));
    const tell = async (message: Message): Promise<void> => {
      const field = view.blocks.find(({ type }) => type === 'input')?.block_id;
      // What was entered stays in the dialog, to be sent again.
      if (field === undefined) await show(noticeDialog(message));
      else await refuse({ [field]: unescapeEntities(message.text) });
    };
    const look = { pageUrl, newId, command: commandNames.of(installation), messageUrl: noMessageUrl };

    await guard.run(
      request,
      async () => {
        if (LOOKED_AT.has(view.callback_id)) return close();
        const refusal = limits.take(installation, body.user.id);
        if (refusal) {
          request.refused();
          return tell(busyNotice(refusal));
        }
        if (state === undefined) return show(noticeDialog(outdatedNotice(look)));
        const submission: Submission = {
          body,
          state,
          installation,
          by: personOf(body.user),
          look,
          values: submittedValues(view),
          request,
          close,
          refuse,
          show,
        };
        const listener = submissions[state.dialog] as SubmissionListener;
        // A search changes nothing: it may be repeated, and needs no record.
        if (state.dialog === 'search') return listener(submission);
        const became = await deliveries.handleOnce({ installation, id: body.trigger_id }, () => listener(submission));
        if (became === 'repeated') await timed.acknowledge('close');
      },
      tell,
    );
  };
}

/** Opens the dialog that chooses the channel, names the run and leaves items out. */
export function openOptions({ answers, clientFor, guide, newId }: Services): PressListener<'checklist:options'> {
  return async ({ acknowledge, action: { name, slug }, body, installation, look, replace, request }) => {
    await acknowledge();
    const { bySlug, revision } = guide();
    const page = bySlug.get(slug);
    if (page?.checklist === undefined)
      return replace(renderAnswer(request.answered(answers.openChecklist(slug)), look));
    const posting = { channel: body.channel?.id, name, revision, run: newId() };
    await showDialog(clientFor(installation), body, optionsDialog(page, page.checklist, posting));
  };
}

/** Posts what the dialog says. What Slack refuses is said beside the channel, and everything that was entered stays. */
export function postWithOptions(services: Services): SubmissionListener<'options'> {
  return async ({ by, installation, refuse, show, state, values }) => {
    const { delivery, guide, now, runs } = services;
    const { bySlug, revision } = guide();
    const page = bySlug.get(state.slug);
    const channel = values.choice('channel');
    // The boxes say positions: of another edition of the guide, they would leave out something else.
    if (page?.checklist === undefined || revision !== state.revision) return show(noticeDialog(guideChangedNotice()));
    if (channel === undefined) return refuse({ channel: 'Choose a channel.' });
    const leaveOut = values.choices('leave-out-').map(Number);
    if (leaveOut.length >= page.checklist.items.length)
      return refuse({ 'leave-out-0': 'Keep at least one item: a checklist without items cannot be posted.' });
    const key = { installation, run: state.run };
    const { run } = await runs.create(
      newRunFrom(page, page.checklist, {
        installation,
        id: state.run,
        channel,
        name: values.text('name'),
        guideRevision: revision,
        postedBy: by,
        postedAt: now(),
        leaveOut,
      }),
    );
    const outcome = await delivery.post(key);
    if (outcome.kind === 'posted') {
      await show(noticeDialog(postedToNotice(runTitle(run), channel), 'Posted'));
      if (state.home) await drawHome(services, { installation, user: by.id });
      return;
    }
    if (outcome.kind === 'owed') return show(noticeDialog(postingNotice(), 'Posting'));
    if (outcome.reason === 'uncertain')
      return show(noticeDialog({ blocks: postingNotice(true).blocks }, 'Not certain'));
    // Refused for certain: the next try may name another channel, or leave out other items.
    await runs.discard(key);
    await refuse({ channel: cannotPostReason(outcome.reason) });
  };
}

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
      services.delivery.wanted({ installation: run.installation, run: run.id });
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
