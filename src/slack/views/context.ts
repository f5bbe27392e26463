import type { Page } from '../../guide/page.js';
import type { MessageUrl } from '../addresses.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import type { FeedbackWanted } from './feedback.js';

/** How old a page is that is to be checked again by now, in words; undefined if it is not. */
export type AgeOf = (page: Page) => string | undefined;

/** What a view needs to know besides what it shows. A file of its own, because every view and `renderAnswer` import it. */
export interface RenderContext {
  readonly pageUrl: PageUrl;
  /** The command as this workspace calls it, such as `/guide`. */
  readonly command: string;
  /** Makes the id of a run that may be posted from this message. Pressing the button twice posts one run. */
  readonly newId: () => string;
  readonly messageUrl: MessageUrl;
  readonly ageOf?: AgeOf;
  /** Shown in a dialog. A dialog has no channel to share or post to, so the person must choose one. */
  readonly inDialog?: boolean;
  /** Whether cards ask if they helped; absent where nothing comes of it. */
  readonly feedback?: FeedbackWanted;
  /** What the person has said about the card. */
  readonly verdict?: 'helpful' | 'unhelpful';
  /** The question is the text of a message, which somebody else wrote. */
  readonly isAboutMessage?: boolean;
  /** Shown in this thread of a conversation. */
  readonly thread?: string;
}
