import { actions, button, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeMrkdwn } from '../mrkdwn/escape.js';
import type { RenderContext } from './render-context.js';

/** A sentence for one person. @param mrkdwn escaped already; `text` is the same without format */
const notice = (text: string, mrkdwn = escapeMrkdwn(text)): Message => ({
  text: escapeEntities(text),
  blocks: [section(mrkdwn)],
});

/** Something failed that nobody foresaw. The log carries the same reference. */
export const failureNotice = (reference: string): Message =>
  notice(
    `Something went wrong here, and it is not your fault. Please try again. If it keeps happening, give the reference ${reference} to whoever runs this app.`,
    `Something went wrong here, and it is not your fault. Please try again. If it keeps happening, give the reference \`${escapeEntities(reference)}\` to whoever runs this app.`,
  );

/** A button that this release does not know: it belongs to an older or a newer one. */
export const outdatedNotice = ({ command }: RenderContext): Message =>
  notice(
    `This button is from another version of the app. Ask again with ${command}.`,
    `This button is from another version of the app. Ask again with \`${escapeEntities(command)}\`.`,
  );

/** The checklist was posted; said in place of its preview. */
export const postedNotice = (title: string): Message => {
  const name = cutPlain(title, 150);
  return notice(
    `Posted to this channel: ${name}`,
    `✅ Posted to this channel: *${escapeMrkdwn(name).replaceAll('*', '∗')}*. Everyone here can tick it off.`,
  );
};

/** Why a press on a posted checklist did nothing. */
export const runGoneNotice = ({ command }: RenderContext): Message =>
  notice(
    `This checklist is no longer kept, so the press was not saved. Post a new one with ${command} checklists.`,
    `This checklist is no longer kept, so the press was not saved. Post a new one with \`${escapeEntities(command)} checklists\`.`,
  );

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
};

/** The posting failed. @param error Slack's code, or nothing where Slack could not be reached */
export const cannotPostNotice = (error: string | undefined, retry: { slug: string; run: string }): Message => {
  const reason =
    (error && REASONS[error]) ??
    (error
      ? `Slack refused it (\`${escapeEntities(error)}\`). Please try again.`
      : 'Slack could not be reached, so it is not certain whether the message arrived. If you do not see it in the channel, press again.');
  const text = `The checklist was not posted. ${reason}`;
  return {
    text,
    blocks: [
      section(`*The checklist was not posted.*\n${reason}`),
      actions([
        button('Post to this channel', { do: 'post', ...retry }, { style: 'primary' }),
        button('Back to the checklist', { do: 'preview', slug: retry.slug, part: 0 }),
      ]),
    ],
  };
};

/** Sharing failed: the reply to the press was refused. */
export const cannotShareNotice = (): Message =>
  notice('The card was not shared: this button is too old or was used too often. Ask again, then press Share.');

/** A press takes long: it is acknowledged, but not yet known to be saved. */
export const slowNotice = (): Message =>
  notice(
    'This takes longer than usual. Your press is not saved yet; look again in a minute, and press again if nothing changed.',
  );
