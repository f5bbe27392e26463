import type { ModalView } from '@slack/types';
import type { Run } from '../../checklist/run.js';
import type { PlannedRun } from '../block-kit/action-value.js';
import { actions, button, dialog, type Message, section } from '../block-kit/blocks.js';
import { encodeDialog, type Place } from '../block-kit/dialog-state.js';
import { cutPlain, escapeEntities, escapeMrkdwn, link } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { personLink, runTitle } from './format.js';

/** A sentence for one person. @param mrkdwn the same with format, already escaped */
function notice(text: string, mrkdwn = escapeMrkdwn(text)): Message {
  return { text: escapeEntities(text), blocks: [section(mrkdwn)] };
}

/** A sentence that was written elsewhere, for one person. */
export function plainNotice(text: string): Message {
  return notice(text);
}

/** After somebody took a role that an item needed. */
export function roleTakenNotice(role: string): Message {
  return notice(`You have the role “${role}” now. Press the button of the item again.`);
}

/**
 * Says what happened to a press in a dialog of its own: a press in a dialog has no channel to answer in.
 * @param closesAll closing it closes the dialogs below it too, where nothing is left to do in them
 * @param place where the dialog below it was opened, for what is posted from this one
 */
export function noticeDialog(
  { blocks }: Pick<Message, 'blocks'>,
  title = 'Guidepost',
  { closesAll = false, place }: { readonly closesAll?: boolean; readonly place?: Place | undefined } = {},
): ModalView {
  const metadata = place && { metadata: encodeDialog({ dialog: 'notice', place }) };
  return dialog({ kind: 'notice', title, blocks, closesAll, ...metadata });
}

/** An unexpected failure. The log has the same reference. */
export function failureNotice(reference: string): Message {
  const text = (code: string): string =>
    `Something went wrong in the app. Try again. If it keeps happening, give the reference ${code} to the person who runs this app.`;
  return notice(text(reference), text(`\`${escapeEntities(reference)}\``));
}

/** Slack opens a dialog only shortly after a press. */
export function tooLateNotice(): Message {
  return notice('That took too long. Please press again.');
}

/** A person or a whole workspace is over its rate limit. @param perMinute the limit of a person */
export function busyNotice({ whose, perMinute }: { whose: 'person' | 'workspace'; perMinute: number }): Message {
  return notice(
    whose === 'person'
      ? `You're sending requests too fast. Try again in a few seconds. This request changed nothing. The limit is ${perMinute} requests a minute.`
      : 'Your workspace is sending requests too fast. Try again in a few seconds. This request changed nothing.',
  );
}

/**
 * The database cannot be reached. It may have saved the change and only its answer was lost, so the person should check before
 * they try again.
 */
export function notSavedNotice(reference: string): Message {
  const text = (start: string, code: string): string =>
    `${start} I can't reach the database right now. Check again in a minute, and try again if nothing changed. I can still answer questions. The reference is ${code}.`;
  return notice(
    text("This wasn't saved:", reference),
    text("*This wasn't saved:*", `\`${escapeEntities(reference)}\``),
  );
}

/** The database's disk is full, so certainly nothing was saved. */
export function diskFullNotice(reference: string): Message {
  const text = (start: string, code: string): string =>
    `${start} Ask the person who runs this app to make room on it, then try again. I can still answer questions. The reference is ${code}.`;
  return notice(
    text('Not saved: the disk is full.', reference),
    text('*Not saved: the disk is full.*', `\`${escapeEntities(reference)}\``),
  );
}

/** A command came from a workspace without an installation. */
export function notInstalledNotice(): Message {
  return notice(
    "I'm not fully installed in this workspace, so I can't help here yet. Ask the person who added me to install me again.",
  );
}

/** A button that this release does not know: an older or a newer one made it. */
export function outdatedNotice({ command }: Pick<RenderContext, 'command'>): Message {
  const text = 'This button is from another version of the app. Ask again with';
  return notice(`${text} ${command}.`, `${text} \`${escapeEntities(command)}\`.`);
}

interface PostedAt {
  /** Of the message, if it is known. */
  readonly url: string | undefined;
}

/** Replaces the preview of a checklist that was posted in the same conversation. */
export function postedNotice(
  title: string,
  { url, thread }: PostedAt & { readonly thread?: string | undefined },
): Message {
  const name = cutPlain(title, 150);
  const where = thread === undefined ? 'this channel' : 'this thread';
  return notice(
    `Posted to ${where}: ${name}`,
    `✅ Posted to ${where}: ${link(name, url)}. Everyone here can tick items off.`,
  );
}

/** Why a checklist is not posted twice under one name, in plain text. */
export function alreadyOpenText({ postedBy }: Run): string {
  return `A run of this name is open in the channel already. ${cutPlain(postedBy.name, 80)} posted it. Work on that one, or choose another name.`;
}

/** The same in place of a preview, with a link to the run. */
export function alreadyOpenNotice(run: Run, url: string | undefined): Message {
  const title = cutPlain(runTitle(run), 150);
  return notice(
    `Already open: ${title}`,
    `${link(title, url)} is open in this channel already. ${personLink(run.postedBy)} posted it. Work on that one, or ask again with another name.`,
  );
}

/** Confirms a posting to another channel. */
export function postedToNotice(title: string, { channel, url }: PostedAt & { readonly channel: string }): Message {
  return notice(
    `Posted: ${title}`,
    `✅ ${link(title, url)} is posted in <#${channel}>. Everyone there can tick items off.`,
  );
}

/** A press on a posted checklist whose run was deleted. */
export function runGoneNotice({ command }: Pick<RenderContext, 'command'>): Message {
  const text = "This checklist no longer exists, so your change wasn't saved. Post a new one with";
  return notice(`${text} ${command} checklists.`, `${text} \`${escapeEntities(command)} checklists\`.`);
}

/** Outside a private channel, people can change only their own items: the app cannot know who is in the channel. */
export function onlyInChannelNotice(): Message {
  return notice(
    "This item isn't assigned to you, so nothing was changed. Open the checklist in its channel to change it there.",
  );
}

/** Slack or the database is slow. @param lost Slack's reply was lost, and the app cannot find out what happened */
export function postingNotice(lost = false): Message {
  return notice(
    lost
      ? "Slack didn't confirm that the message arrived. If you see it in the channel, press any of its buttons and it will work. If not, post it again."
      : 'Slack is slow right now. The checklist is saved, and I will post it as soon as Slack accepts it.',
  );
}

const NOT_INSTALLED = "I'm no longer installed in this workspace. Ask the person who added me to install me again.";

const ARCHIVED = 'This channel is archived. Use another one.';
const NO_PERMISSION = "I don't have permission to post here. Ask an admin to install me again.";
const TOO_LONG = 'Slack finds the message too long. Leave out some items, or split the checklist in the guide.';

/** Why a message could not be posted, by Slack's error code. */
const CANNOT_POST: Readonly<Record<string, string>> = {
  not_in_channel: "I'm not in this channel. Type `/invite @Guidepost`, then try again.",
  channel_not_found:
    "I can't post here: this is a private conversation and I'm not in it. Type `/invite @Guidepost`, then try again. Instead of a direct message between people, use a channel.",
  is_archived: ARCHIVED,
  is_inactive: ARCHIVED,
  thread_not_found: 'The thread is gone: its first message was deleted. Post it in the channel.',
  restricted_action: 'Only some people may post in this channel. Use another one, or ask an admin.',
  restricted_action_read_only_channel: 'This channel is read-only. Use another one.',
  ratelimited: 'Slack is limiting my requests. Wait a minute, then try again.',
  missing_scope: NO_PERMISSION,
  no_permission: NO_PERMISSION,
  access_denied: NO_PERMISSION,
  not_allowed_token_type: NO_PERMISSION,
  team_access_not_granted: NO_PERMISSION,
  message_limit_exceeded: 'This workspace has reached the number of messages that its plan allows.',
  msg_blocks_too_long: TOO_LONG,
  msg_too_long: TOO_LONG,
  account_inactive: NOT_INSTALLED,
  invalid_auth: NOT_INSTALLED,
  not_authed: NOT_INSTALLED,
  token_expired: NOT_INSTALLED,
  token_revoked: NOT_INSTALLED,
  uncertain:
    "I couldn't reach Slack, so the message may or may not have arrived. If you don't see it in the channel, try again.",
};

function whyNotPosted(code: string): string {
  if (code.startsWith('restricted_action')) return CANNOT_POST[code] ?? CANNOT_POST.restricted_action ?? '';
  return (
    CANNOT_POST[code] ??
    `Slack refused the message (\`${escapeEntities(code)}\`). Give this code to the person who runs this app.`
  );
}

/** The reason without format, for an error next to a field. @param code Slack's, or `uncertain` */
export function cannotPostReason(code: string): string {
  return whyNotPosted(code).replaceAll('`', '');
}

/** @param code Slack's, or `uncertain` if the message may have arrived. @param run the id of the run, so that another press posts the same one */
export function cannotPostNotice(code: string, run: string, planned: PlannedRun): Message {
  const text = planned.thread === undefined ? 'Post to this channel' : 'Post to this thread';
  return {
    text: `The checklist was not posted. ${cannotPostReason(code)}`,
    blocks: [
      section(`*The checklist was not posted.*\n${whyNotPosted(code)}`),
      actions([
        button(text, { do: 'checklist:post', run, ...planned }, { style: 'primary' }),
        button('Back to the checklist', { do: 'checklist:preview', part: 0, ...planned }),
      ]),
    ],
  };
}

/** What was not posted, and why. @param what a sentence without format. @param code Slack's, or `uncertain` */
export function notPostedNotice(what: string, code: string): Message {
  return notice(`${what} ${cannotPostReason(code)}`, `*${what}*\n${whyNotPosted(code)}`);
}

/** A run could not be reposted. It stays in the list, so the person can try again. */
export function cannotRepostNotice(code: string): Message {
  return notPostedNotice('The checklist was not reposted.', code);
}

/** The guide was changed while the dialog was open. */
export function guideChangedNotice(): Message {
  return notice(
    'The guide changed after you opened this dialog, so nothing was posted. Open the checklist again, then post it.',
  );
}

/** A submission had errors, but was checked too late to show them next to the fields. */
export function refusedNotice(reasons: readonly string[]): Message {
  return notice(`This was not saved. ${reasons.join(' ')}`);
}

/** A submission was saved too late to close the dialog. */
export function savedNotice(): Message {
  return notice('Saved. You can close this.');
}

/** Holds the place of an answer that takes long. */
export function lookingNotice(): Message {
  return notice('Still looking. The answer follows in a moment. If it does not, close this and press again.');
}

/** A press that takes long: it is acknowledged, but not yet known to be saved. */
export function slowNotice(): Message {
  return notice(
    "This is taking longer than usual. Your change isn't saved yet. Check again in a minute, and try again if nothing changed.",
  );
}

const PROGRESS_SAVED = 'The progress is saved.';

const MAY_NOT_UPDATE = `I no longer have permission to change its message. ${PROGRESS_SAVED} Ask an admin to install me again.`;

/** Why a run's message is no longer updated, by Slack's error code. */
const UNDELIVERABLE: Readonly<Record<string, string>> = {
  message_not_found: `Its message was deleted. ${PROGRESS_SAVED}`,
  cant_update_message: `Its message can no longer be changed. ${PROGRESS_SAVED}`,
  edit_window_closed: `This workspace allows changes to messages only for a limited time. ${PROGRESS_SAVED}`,
  is_archived: `The channel was archived. ${PROGRESS_SAVED}`,
  is_inactive: `The channel was archived. ${PROGRESS_SAVED}`,
  not_in_channel: 'I was removed from the channel. Type `/invite @Guidepost` there.',
  channel_not_found: 'I can no longer see the channel. Type `/invite @Guidepost` there.',
  missing_scope: MAY_NOT_UPDATE,
  no_permission: MAY_NOT_UPDATE,
  access_denied: MAY_NOT_UPDATE,
  not_allowed_token_type: MAY_NOT_UPDATE,
  team_access_not_granted: MAY_NOT_UPDATE,
  uncertain: "Slack didn't confirm that the message arrived. If you see it, press any of its buttons and it will work.",
};

export function undeliverableText(code: string): string {
  return (
    UNDELIVERABLE[code] ??
    `Slack refused to change its message (\`${escapeEntities(code)}\`). ${PROGRESS_SAVED} The next change will try again.`
  );
}

/** Somebody pressed a button of a message that Slack does not let the app update. @param code Slack's */
export function notShownNotice(code: string): Message {
  const start = 'Your change is saved, but this message does not show it.';
  const why = undeliverableText(code);
  return notice(`${start} ${why.replaceAll('`', '')}`, `${start} ${why}`);
}
