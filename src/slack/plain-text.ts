import type { PlainTextElement } from '@slack/types';

/** A text that Slack shows as it is. */
export const plainText = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });
