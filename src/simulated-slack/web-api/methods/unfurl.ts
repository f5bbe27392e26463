import { checkBlocks } from '../../limits/blocks.js';
import { sharedLinks } from '../../workspace/shared-links.js';
import type { JsonObject } from '../../workspace/state.js';
import { ApiError, type ApiMethod, refusal } from '../api-method.js';
import { knownChannel } from '../find-channel.js';

/** Previews of links that a person has shared; only with blocks, which is what is drawn. */
const unfurl: ApiMethod = {
  scope: 'links:write',
  required: { unfurls: 'json' },
  optional: { channel: 'string', ts: 'string', unfurl_id: 'string', source: 'string', metadata: 'json' },
  run(args, store) {
    const [channelId = '', ...rest] = String(args.unfurl_id ?? `${args.channel}.${args.ts}`).split('.');
    const message = store.message(knownChannel(store, channelId).id, rest.join('.'));
    if (!message || message.visibleTo !== undefined) throw new ApiError('cannot_find_message');
    const shared = new Set(sharedLinks(store, message.text).map(({ url }) => url));
    const unfurls = Object.entries(args.unfurls as JsonObject);
    for (const [url, preview] of unfurls) {
      if (!shared.has(url)) throw new ApiError('cannot_unfurl_url');
      const blocks = (preview as JsonObject | null)?.blocks;
      const problems = checkBlocks(
        blocks,
        'message',
        `/unfurls/${url.replaceAll('~', '~0').replaceAll('/', '~1')}/blocks`,
      );
      if (problems.length > 0) throw refusal('invalid_blocks', problems);
    }
    store.unfurl(message, Object.fromEntries(unfurls) as Record<string, JsonObject>);
    return {};
  },
};

export const unfurlMethods: Record<string, ApiMethod> = { 'chat.unfurl': unfurl };
