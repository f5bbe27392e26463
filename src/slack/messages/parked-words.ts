import { escapeEntities } from '../mrkdwn/escape.js';

/** Why a run's message is left alone, as its team needs to hear it. */
const REASONS: Readonly<Record<string, string>> = {
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
    REASONS[reason] ?? `Slack refused to change its message (\`${escapeEntities(reason)}\`). What was ticked is kept.`
  );
}
