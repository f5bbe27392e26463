import type { ModalView } from '@slack/types';
import type { ButtonAction } from '../block-kit/action-value.js';
import { actions, button, dialog, type Message, section } from '../block-kit/blocks.js';
import { cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { bold } from './format.js';

/** A sentence for one person. @param mrkdwn escaped already; `text` is the same without format */
function notice(text: string, mrkdwn = escapeMrkdwn(text)): Message {
  return {
    text: escapeEntities(text),
    blocks: [section(mrkdwn)],
  };
}

/** Something failed that nobody foresaw. The log carries the same reference. */
export function failureNotice(reference: string): Message {
  return notice(
    `Something went wrong here, and it is not your fault. Please try again. If it keeps happening, give the reference ${reference} to whoever runs this app.`,
    `Something went wrong here, and it is not your fault. Please try again. If it keeps happening, give the reference \`${escapeEntities(reference)}\` to whoever runs this app.`,
  );
}

/** Somebody, or everybody together, asks for more than is good. @param perMinute as a person may */
export function busyNotice({ whose, perMinute }: { whose: 'person' | 'workspace'; perMinute: number }): Message {
  return notice(
    whose === 'person'
      ? `That was a lot at once: I can take ${perMinute} requests a minute from each of you. Wait a few seconds, then try again. Nothing was changed by this one.`
      : 'Your workspace asks for more than I can take at the moment. Wait a few seconds, then try again. Nothing was changed by this one.',
  );
}

/** The records are away. Perhaps the last word of the database was lost and it is saved all the same, hence “if nothing changed”. */
export function notSavedNotice(reference: string): Message {
  return notice(
    `This was not saved: the app's records cannot be reached just now. Look again in a minute, and try again if nothing changed. Questions are answered meanwhile. The reference is ${reference}.`,
    `*This was not saved:* the app's records cannot be reached just now. Look again in a minute, and try again if nothing changed. Questions are answered meanwhile. The reference is \`${escapeEntities(reference)}\`.`,
  );
}

/** A command from where no installation is on record. */
export function notInstalledNotice(): Message {
  return notice(
    'I am not fully installed in this workspace, so I cannot help here yet. Ask whoever added me to install me once more; nothing else needs to be done.',
  );
}

/** A button that this release does not know: it belongs to an older or a newer one. */
export function outdatedNotice({ command }: RenderContext): Message {
  return notice(
    `This button is from another version of the app. Ask again with ${command}.`,
    `This button is from another version of the app. Ask again with \`${escapeEntities(command)}\`.`,
  );
}

/** The checklist was posted; said in place of its preview. */
export function postedNotice(title: string): Message {
  const name = cutPlain(title, 150);
  return notice(
    `Posted to this channel: ${name}`,
    `✅ Posted to this channel: ${bold(name)}. Everyone here can tick it off.`,
  );
}

/** Why a press on a posted checklist did nothing. */
export function runGoneNotice({ command }: RenderContext): Message {
  return notice(
    `This checklist is no longer kept, so the press was not saved. Post a new one with ${command} checklists.`,
    `This checklist is no longer kept, so the press was not saved. Post a new one with \`${escapeEntities(command)} checklists\`.`,
  );
}

/** It was posted somewhere, by a dialog. */
export function postedToNotice(title: string, channel: string): Message {
  return notice(`Posted: ${title}`, `✅ ${bold(title)} is posted in <#${channel}>. Everyone there can tick it off.`);
}

/** Slack or the database take their time. @param lost the reply was lost, and it cannot be found out */
export function postingNotice(lost = false): Message {
  return lost
    ? notice(
        'Slack did not say whether the message arrived. If you see it in the channel, press anything on it and it goes on. If not, post it again.',
      )
    : notice(
        'Slack is slow at the moment. The checklist is kept, and will be posted by itself as soon as Slack takes it.',
      );
}

const NOT_INSTALLED = 'I am no longer installed in this workspace. Ask whoever added me to install me once more.';

/** What Slack answered when a message could not be posted, as the asker needs to hear it. */
const REASONS: Readonly<Record<string, string>> = {
  not_in_channel: 'I am not a member of this channel. Invite me with `/invite @Guidepost`, then press again.',
  channel_not_found:
    'I cannot see this conversation: it is private, and I am no member of it. Invite me with `/invite @Guidepost`, then press again. In a direct message between people, use a channel instead.',
  is_archived: 'This channel is archived. Use another one.',
  restricted_action: 'This workspace lets only some people post in this channel. Use another one, or ask an admin.',
  restricted_action_read_only_channel: 'This channel is read-only. Use another one.',
  ratelimited: 'Slack asks me to slow down. Wait a minute, then press again.',
  missing_scope: 'I was installed without the permission to post. Ask an admin to install me again.',
  account_inactive: NOT_INSTALLED,
  invalid_auth: NOT_INSTALLED,
  token_revoked: NOT_INSTALLED,
  uncertain:
    'Slack could not be reached, so it is not certain whether the message arrived. If you do not see it in the channel, press again.',
};

function reasonFor(code: string): string {
  return REASONS[code] ?? `Slack refused it (\`${escapeEntities(code)}\`). Please try again.`;
}

/** The same without format, for the place beside a field. @param code Slack's, or `uncertain` */
export function cannotPostReason(code: string): string {
  return reasonFor(code).replaceAll('`', '');
}

/** The posting failed. @param code Slack's, or `uncertain` where it is not known whether the message arrived */
export function cannotPostNotice(code: string, { slug, run, name }: Retry): Message {
  const named = name === undefined ? {} : { name };
  return {
    text: `The checklist was not posted. ${cannotPostReason(code)}`,
    blocks: [
      section(`*The checklist was not posted.*\n${reasonFor(code)}`),
      actions([
        button('Post to this channel', { do: 'checklist:post', slug, run, ...named }, { style: 'primary' }),
        button('Back to the checklist', { do: 'checklist:preview', slug, part: 0, ...named }),
      ]),
    ],
  };
}

type Retry = Omit<Extract<ButtonAction, { do: 'checklist:post' }>, 'do'>;

/** A run could not be posted anew; it stays in the list, to be tried again. */
export function cannotBringDownNotice(code: string): Message {
  return notice(
    `The checklist was not posted anew. ${cannotPostReason(code)}`,
    `*The checklist was not posted anew.*\n${reasonFor(code)}`,
  );
}

/** The guide is another edition than when the dialog was opened. */
export function guideChangedNotice(): Message {
  return notice(
    'The guide has changed since this dialog was opened, so nothing was posted. Look at the checklist again, then post it.',
  );
}

/** A dialog was answered late: what was entered cannot stand in it any more. */
export function refusedNotice(reasons: readonly string[]): Message {
  return notice(`This was not saved. ${reasons.join(' ')}`);
}

/** A dialog was answered late, and well. */
export function savedNotice(): Message {
  return notice('Saved. You can close this.');
}

/** Sharing failed: the reply to the press was refused. */
export function cannotShareNotice(): Message {
  return notice('The card was not shared: this button is too old or was used too often. Ask again, then press Share.');
}

/** An answer takes long, and takes the place of this. */
export function lookingNotice(): Message {
  return notice('Still looking. The answer follows in a moment.');
}

/** A press takes long: it is acknowledged, but not yet known to be saved. */
export function slowNotice(): Message {
  return notice(
    'This takes longer than usual. Your press is not saved yet; look again in a minute, and press again if nothing changed.',
  );
}

/** What became of a press or of an entry, said in a dialog of its own: a dialog has no channel to answer in. */
export function noticeDialog({ blocks }: Pick<Message, 'blocks'>, title = 'Guidepost'): ModalView {
  return dialog({ kind: 'notice', title, blocks });
}

/** Why a run's message is left alone, as its team needs to hear it. */
const REASONS_2: Readonly<Record<string, string>> = {
  message_not_found: 'Its message was deleted. What was ticked is kept.',
  cant_update_message: 'Its message can no longer be changed. What was ticked is kept.',
  edit_window_closed: 'This workspace lets messages be changed only for a while. What was ticked is kept.',
  is_archived: 'The channel was archived. What was ticked is kept.',
  not_in_channel: 'I was removed from the channel. Invite me with `/invite @Guidepost`.',
  channel_not_found: 'I cannot see the channel any more. Invite me with `/invite @Guidepost`.',
  uncertain: 'Slack did not say whether the message arrived. If you see it, press anything on it and it goes on.',
};

export function parkedWords(reason: string): string {
  return (
    REASONS_2[reason] ?? `Slack refused to change its message (\`${escapeEntities(reason)}\`). What was ticked is kept.`
  );
}
