import type { MessageUrl } from '../api/message-urls.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';

/** What a view needs to know besides what it shows. A file of its own, because every view and `renderAnswer` import it. */
export interface RenderContext {
  readonly pageUrl: PageUrl;
  /** The command as this workspace calls it, such as `/guide`. */
  readonly command: string;
  /** Makes the id of a run that may be posted from this message. Pressing the button twice posts one run. */
  readonly newId: () => string;
  readonly messageUrl: MessageUrl;
  /** Shown in a dialog. A dialog has no channel to share or post to, so the person must choose one. */
  readonly inDialog?: boolean;
  /** Shown in this thread of a conversation. */
  readonly thread?: string;
}
