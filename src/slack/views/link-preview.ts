import type { LinkUnfurls } from '@slack/types';
import type { PageAnswer } from '../../answer/answer.js';
import { leadingSentences } from '../../guide/text.js';
import { button, plainText, section } from '../block-kit/blocks.js';
import { cutPlain, escapeKeepingCode, link } from '../block-kit/mrkdwn/escape.js';

const TITLE = 150;
/** Where a second short sentence still fits, and where one that is longer is cut. */
const SENTENCE = 160;
const MAX_SENTENCE = 240;

/**
 * What Slack shows below a link to a page: its title, a sentence of it, and Open, which shows the card to the person who presses it. With a section, its
 * heading and its first sentence.
 */
export function linkPreview({ page, passage }: PageAnswer, url: string): LinkUnfurls[string] {
  const heading = passage?.path.at(-1);
  const title = cutPlain(heading === undefined ? page.title : `${page.title} › ${heading}`, TITLE);
  const text = passage && passage.section.text.trim() !== '' ? passage.section.text : page.summary;
  const sentence = escapeKeepingCode(cutPlain(leadingSentences(text, SENTENCE), MAX_SENTENCE));
  const trail = { slugs: [], ...(passage && { section: passage.section.anchor }) };
  const open = button('Open', { do: 'page:open', slug: page.slug, trail, anew: true }, { label: `Open ${page.title}` });
  return {
    blocks: [section(`*${link(title, url)}*${sentence === '' ? '' : `\n${sentence}`}`, open)],
    // The composer would show the title of its own preview with entities.
    preview: { title: plainText(title) },
  };
}
