import type { Middleware, SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../../checklist/run.js';
import type { WatchedRequest } from '../../telemetry/request-watch.js';
import type { Message } from '../block-kit/blocks.js';
import {
  type DialogName,
  type DialogState,
  decodeDialog,
  type Submitted,
  submittedValues,
} from '../block-kit/dialog-state.js';
import { unescapeEntities } from '../block-kit/mrkdwn/escape.js';
import { installationOf, personOf } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import type { RenderContext } from '../views/context.js';
import { busyNotice, noticeDialog, outdatedNotice, refusedNotice, savedNotice, slowNotice } from '../views/notices.js';
import { ackByDeadline, beginRequest, once, onceIfRecorded } from './middleware.js';

/** A submitted dialog. Its listener calls one of `close`, `refuse` and `show`, once. */
export interface Submission<D extends DialogState = DialogState> {
  readonly body: ViewSubmitAction;
  readonly state: D;
  readonly installation: string;
  readonly by: Person;
  readonly at: Date;
  readonly context: RenderContext;
  readonly values: Submitted;
  readonly request: Pick<WatchedRequest, 'answered'>;
  readonly close: () => Promise<void>;
  /** Keeps the dialog open, with an error at each of these fields. */
  readonly refuse: (errors: Readonly<Record<string, string>>) => Promise<void>;
  /** Replaces the dialog by another one. */
  readonly show: (view: ModalView) => Promise<void>;
}

export type SubmissionListener<N extends DialogName = DialogName> = (
  submission: Submission<Extract<DialogState, { dialog: N }>>,
) => Promise<void>;

export type ViewMiddleware = Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>>;

/** An acknowledgement without a reply closes the dialog. */
type Reply = ViewResponseAction | 'close';

/**
 * Adapts a submission listener to Bolt. Repeated deliveries of a submission are handled once. The outcome goes with the
 * acknowledgement, or replaces the dialog if it is late.
 */
export function createSubmission(services: Services) {
  return <N extends DialogName>(listener: SubmissionListener<N>): ViewMiddleware =>
    async ({ ack, body, context, view }) => {
      const { handling, slack, views } = services;
      const installation = installationOf(body);
      const client = slack.clientFor(installation);
      const state = decodeDialog(view.private_metadata);
      const request = beginRequest(services, context, {
        kind: 'dialog',
        action: state?.dialog,
        what: `The dialog ${view.callback_id}`,
        installation,
      });
      const timed = ackByDeadline(async (reply?: Reply) => {
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
        answer(
          { response_action: 'errors', errors: { ...errors } },
          noticeDialog(refusedNotice(Object.values(errors))),
        );
      const close = (): Promise<void> => answer('close', noticeDialog(savedNotice()));
      const notify = async (message: Message): Promise<void> => {
        const field = view.blocks.find(({ type }) => type === 'input')?.block_id;
        // As an error at a field, it leaves the person's entries in the dialog.
        if (field === undefined) await show(noticeDialog(message));
        else await refuse({ [field]: unescapeEntities(message.text) });
      };

      await request.handle(async () => {
        const refusal = handling.limits.take(installation, body.user.id);
        if (refusal) {
          request.refused();
          return notify(busyNotice(refusal));
        }
        const rendering = renderContext(views, installation);
        if (state === undefined) return show(noticeDialog(outdatedNotice(rendering)));
        const submission = {
          body,
          state,
          installation,
          by: personOf(body.user),
          at: handling.now(),
          context: rendering,
          values: submittedValues(view),
          request,
          close,
          refuse,
          show,
        };
        const listen = (): Promise<void> => (listener as (submission: Submission) => Promise<void>)(submission);
        // These change nothing: repeating them needs no record.
        if (state.dialog === 'search' || state.dialog === 'to-questions') return listen();
        // Pressed twice, the same answer is posted once.
        const submitted = { installation, id: state.dialog === 'answer' ? state.id : body.trigger_id };
        // What is only posted needs no database, nor does saying what was missing; a question that is put to somebody has an id of its own.
        const needsNone = state.dialog === 'share' || state.dialog === 'answer' || state.dialog === 'feedback';
        const outcome = await (needsNone ? onceIfRecorded : once)(handling.seenEvents, submitted, listen);
        if (outcome === 'repeated') await timed.acknowledge('close');
      }, notify);
    };
}

/** A chosen person with their name: Slack sends only the id. */
export async function nameOf(
  { checklists }: Pick<Services, 'checklists'>,
  { by, installation }: { readonly by: Person; readonly installation: string },
  id: string,
): Promise<Person> {
  if (id === by.id) return by;
  return { id, name: (await checklists.people.nameOf({ installation, person: id })) ?? 'a teammate' };
}
