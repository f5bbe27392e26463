import type { PlainTextElement } from '@slack/types';

/** A text that Slack shows as it is. */
export function plainText(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}
