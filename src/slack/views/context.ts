import type { MessageUrl } from '../api/message-urls.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';

/** What a message needs to know besides the answer. */
export interface RenderContext {
  readonly pageUrl: PageUrl;
  /** The command as this workspace calls it, such as `/guide`. */
  readonly command: string;
  /** A new id for a run that may be posted from this message: pressing its button twice posts once. */
  readonly newId: () => string;
  readonly messageUrl: MessageUrl;
  /** Shown in a dialog, where there is no channel to share or post to: the channel has to be chosen. */
  readonly inDialog?: boolean;
}
