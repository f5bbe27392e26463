import type { Middleware, SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { ackInTime } from './ack-in-time.js';
import type { Message } from './blocks.js';
import { type DialogName, decodeDialog } from './dialog-state.js';
import type { Guard } from './guard.js';
import { installationOf } from './installation-of.js';
import type { Submission, SubmissionListener } from './listeners/listener.js';
import { noMessageUrl } from './message-urls.js';
import { noticeDialog } from './messages/notice-dialog.js';
import { busyNotice, outdatedNotice, refusedNotice, savedNotice, slowNotice } from './messages/notices.js';
import { unescapeEntities } from './mrkdwn/escape.js';
import { personOf } from './person-of.js';
import type { Services } from './services.js';
import { submittedValues } from './submitted.js';

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
    const { clientFor, commandNames, limits, newId, pageUrl, seenEvents } = services;
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
        const became = await seenEvents.handleOnce({ installation, id: body.trigger_id }, () => listener(submission));
        if (became === 'repeated') await timed.acknowledge('close');
      },
      tell,
    );
  };
}
