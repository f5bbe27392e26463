import { LEAD } from '../../checklist/rules.js';
import type { Person, Run } from '../../checklist/run.js';
import type { NewRun } from '../../checklist/run-store.js';
import { checklistOf, newRunFrom } from '../../checklist/start-run.js';
import { checkVariables, type Values } from '../../checklist/variables.js';
import type { Checklist } from '../../guide/page.js';
import type { Message } from '../block-kit/blocks.js';
import type { Submitted } from '../block-kit/dialog-state.js';
import type { Services } from '../services.js';
import { runTitle } from '../views/format.js';
import {
  alreadyOpenText,
  cannotPostReason,
  guideChangedNotice,
  noticeDialog,
  postedNotice,
  postedToNotice,
  postingNotice,
} from '../views/notices.js';
import { fieldProblemText } from '../views/refusals.js';
import { urlOf } from '../views/run-list.js';
import { keptItems, rolesOf, START_FIELDS, submittedValue } from '../views/start-dialog.js';
import { updateHome } from './events.js';
import { nameOf, type SubmissionListener } from './submission.js';

/** What became of a posting. `run` has its message, at `url` if that is known. */
export type Started =
  | { readonly kind: 'posted'; readonly run: Run; readonly url: string | undefined }
  /** Somebody has started it already: `run` is another one of the same name. */
  | { readonly kind: 'already-open'; readonly run: Run; readonly url: string | undefined }
  | { readonly kind: 'undeliverable'; readonly reason: string }
  | { readonly kind: 'pending' };

/** Stores a run, calls `onStored`, and posts it. Repeats find the first run and post nothing more. */
export async function startRun(
  { checklists: { outbox, runs }, views }: Pick<Services, 'checklists' | 'views'>,
  newRun: NewRun,
  onStored: () => Promise<void> = async () => {},
): Promise<Started> {
  const { installation, id } = newRun;
  const { run } = await runs.create(newRun);
  await onStored();
  const urlIn = async (posted: Run) => urlOf(posted, { messageUrl: await views.messageUrls(installation) });
  if (run.id !== id) return { kind: 'already-open', run, url: await urlIn(run) };
  const outcome = await outbox.post({ installation, run: id });
  if (outcome.kind !== 'posted') return outcome;
  return { kind: 'posted', run: outcome.run, url: await urlIn(outcome.run) };
}

type StartSubmission = Parameters<SubmissionListener<'start'>>[0];

/**
 * `start`: posts a checklist as the dialog says. Nothing is posted before everything fits: what is wrong is said at each field. After a refusal
 * of Slack, the dialog stays open with its entries.
 */
export function postFromDialog(services: Services): SubmissionListener<'start'> {
  const { answering, checklists } = services;
  return async (submission) => {
    const { installation, refuse, show, state } = submission;
    const { bySlug, revision } = answering.guide();
    const page = bySlug.get(state.slug);
    const checklist = page && checklistOf(page, state.list);
    // What the person saw may not be what would be posted.
    if (page === undefined || checklist === undefined || revision !== state.revision)
      return show(noticeDialog(guideChangedNotice()));
    const entered = readEntries(submission, checklist);
    if ('errors' in entered) return refuse(entered.errors);
    const { holders, ...posting } = entered;
    const prepared = newRunFrom(page, checklist, {
      installation,
      id: state.run,
      guideRevision: revision,
      postedBy: submission.by,
      postedAt: submission.at,
      holders: await named(services, submission, holders),
      ...posting,
    });
    if ('problems' in prepared) throw new Error('The values of a checklist changed while it was started');
    const started = await startRun(services, prepared.run);
    if (started.kind === 'posted') return confirm(services, submission, started);
    if (started.kind === 'already-open') return refuse({ [START_FIELDS.name]: alreadyOpenText(started.run) });
    if (started.kind === 'pending') return replacePreview(services, submission, postingNotice(), 'Posting');
    if (started.reason === 'uncertain')
      return replacePreview(services, submission, postingNotice(true), 'Not confirmed');
    // Slack refused it: the next attempt may name another channel or leave out other items.
    await checklists.runs.discard({ installation, run: state.run });
    const field = posting.thread === undefined ? START_FIELDS.channel : START_FIELDS.where;
    await refuse({ [field]: cannotPostReason(started.reason) });
  };
}

interface Entries {
  readonly channel: string;
  readonly thread?: string;
  readonly name: string;
  readonly variables: Values;
  /** The ids of people by role. */
  readonly holders: Readonly<Record<string, string>>;
  readonly leaveOut: readonly string[];
}

/** What was entered, or what is wrong with it, by fields. */
function readEntries(
  { state: { place }, values }: StartSubmission,
  checklist: Checklist,
): Entries | { readonly errors: Readonly<Record<string, string>> } {
  const isThread = place?.thread !== undefined && values.choice(START_FIELDS.where) === 'thread';
  const channel = isThread ? place?.channel : values.choice(START_FIELDS.channel);
  const variables = readVariables(values, checklist);
  const leaveOut = readLeftOut(values, checklist);
  const errors = {
    ...variableErrors(checklist, variables),
    ...(channel === undefined && { [START_FIELDS.channel]: 'Choose a channel.' }),
    ...(!isAnythingLeft(checklist, leaveOut) && {
      [START_FIELDS.keep(0)]: 'Keep at least one item: a checklist without items cannot be posted.',
    }),
  };
  if (channel === undefined || Object.keys(errors).length > 0) return { errors };
  return {
    channel,
    ...(isThread && place?.thread !== undefined && { thread: place.thread }),
    name: values.text(START_FIELDS.name),
    variables,
    holders: Object.fromEntries(
      rolesOf(checklist).flatMap((role, index) => {
        const person = values.choice(START_FIELDS.role(index));
        return person === undefined ? [] : [[role, person]];
      }),
    ),
    leaveOut,
  };
}

function readVariables(values: Submitted, { variables }: Checklist): Values {
  return Object.fromEntries(
    variables.map((variable, index) => {
      const field = START_FIELDS.variable(index);
      return [variable.name, submittedValue(variable, { text: values.text(field), choice: values.choice(field) })];
    }),
  );
}

function variableErrors(checklist: Checklist, values: Values): Record<string, string> {
  const { variables } = checklist;
  return Object.fromEntries(
    checkVariables(checklist, values).flatMap((problem) => {
      const index = variables.findIndex(({ name }) => name === problem.name);
      const variable = variables[index];
      return variable ? [[START_FIELDS.variable(index), fieldProblemText(problem, variable)]] : [];
    }),
  );
}

/** The offered items that have no tick. */
function readLeftOut(values: Submitted, checklist: Checklist): string[] {
  return keptItems(checklist).groups.flatMap(({ items }, index) => {
    // Only this field's: a prefix would also match the names of others.
    const kept = new Set(values.options(START_FIELDS.keep(index)));
    return items.filter(({ place }) => !kept.has(String(place))).map(({ item }) => item.id);
  });
}

function isAnythingLeft({ items }: Checklist, leaveOut: readonly string[]): boolean {
  const out = new Set(leaveOut);
  return items.some(({ id, parent }) => !out.has(id) && (parent === undefined || !out.has(parent)));
}

async function named(
  services: Pick<Services, 'checklists'>,
  submission: StartSubmission,
  holders: Readonly<Record<string, string>>,
): Promise<Record<string, Person>> {
  const found = Object.entries(holders).map(
    async ([role, id]): Promise<[string, Person]> => [role, await nameOf(services, submission, id)],
  );
  return { [LEAD]: submission.by, ...Object.fromEntries(await Promise.all(found)) };
}

async function confirm(
  services: Services,
  submission: StartSubmission,
  { run, url }: Extract<Started, { kind: 'posted' }>,
): Promise<void> {
  const { by, installation, state } = submission;
  const { channel, thread } = run;
  const isHere = state.place?.channel === channel;
  const title = runTitle(run);
  const notice = isHere ? postedNotice(title, { url, thread }) : postedToNotice(title, { channel, url });
  await replacePreview(services, submission, notice, 'Posted');
  if (state.place === undefined) await updateHome(services, { installation, user: by.id });
}

/**
 * Says what happened in place of the preview, and closes the dialog. In a dialog, whose preview cannot be replaced, the message replaces this
 * dialog, and closing it closes those below.
 */
async function replacePreview(
  { logger, slack }: Pick<Services, 'logger' | 'slack'>,
  { close, show, state: { place } }: StartSubmission,
  message: Message,
  title: string,
): Promise<void> {
  if (place?.replyTo !== undefined) {
    try {
      const inThread = place.thread === undefined ? {} : { thread_ts: place.thread };
      await slack.replyTo(place.replyTo, {
        response_type: 'ephemeral',
        replace_original: true,
        ...inThread,
        ...message,
      });
      return await close();
    } catch (error) {
      logger.info('The preview of a checklist could not be replaced; the dialog says that it is posted', { error });
    }
  }
  await show(noticeDialog(message, title, { closesAll: true }));
}
