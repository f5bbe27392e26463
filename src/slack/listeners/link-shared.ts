import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { LinkUnfurls } from '@slack/types';
import { slackErrorCode } from '../api/errors.js';
import { installationOfEvent } from '../payload.js';
import type { Services } from '../services.js';
import { linkPreview } from '../views/share.js';
import { beginRequest } from './middleware.js';

/** A message with more links than this is a list of links. */
const MAX_LINKS = 10;

/** What the event has. The SDK's type says the same, but not that `unfurl_id` and `source` come together. */
interface LinkShared {
  readonly user?: string;
  readonly channel?: string;
  readonly message_ts?: string;
  readonly unfurl_id?: string;
  readonly source?: string;
  readonly links?: readonly { readonly url?: string }[];
}

/**
 * Somebody writes or posts links to the guide's published pages: each gets a preview. Slack tells of links in every conversation, so nothing is posted
 * and nobody is notified: a preview is part of the message. Other links, and pages that the guide does not have, get none.
 */
export function linkShared(services: Services): Middleware<SlackEventMiddlewareArgs<'link_shared'>> {
  const { handling, logger, slack } = services;
  return async ({ body, context, event }) => {
    const shared: LinkShared = event;
    const unfurls = previewsOf(services, shared);
    if (Object.keys(unfurls).length === 0) {
      context.isTaken = true;
      return;
    }
    const installation = installationOfEvent(body);
    const request = beginRequest(services, context, {
      kind: 'event',
      action: event.type,
      what: 'The shared link',
      installation,
    });
    await request.handle(
      async () => {
        // Nobody is told: they have asked for nothing.
        if (shared.user !== undefined && handling.limits.take(installation, shared.user)) return request.refused();
        try {
          await slack.clientFor(installation).chat.unfurl({ ...targetOf(shared), unfurls });
        } catch (error) {
          const code = slackErrorCode(error) ?? 'uncertain';
          const hint = code === 'missing_scope' ? ': it needs the scope links:write, see docs/in-slack.md' : '';
          logger.warn(`A link has no preview${hint}`, { installation, code, error });
        }
      },
      async () => {},
    );
  };
}

/** By its own id, the message may be in a conversation that the app is not in, or not posted yet. */
function targetOf({ channel = '', message_ts: ts = '', unfurl_id, source }: LinkShared) {
  return (source === 'composer' || source === 'conversations_history') && unfurl_id !== undefined
    ? { unfurl_id, source: source as 'composer' | 'conversations_history' }
    : { channel, ts };
}

/** The previews by their links, as Slack names them. */
function previewsOf(
  { answering, views }: Pick<Services, 'answering' | 'views'>,
  { links = [] }: LinkShared,
): LinkUnfurls {
  const { pageAt } = views;
  if (pageAt === undefined) return {};
  const previews = links.slice(0, MAX_LINKS).flatMap(({ url = '' }): [string, LinkUnfurls[string]][] => {
    const place = pageAt(url);
    if (place === undefined) return [];
    const { slug } = place.page;
    const { answers } = answering;
    const answer =
      place.anchor === undefined ? answers.openPage(slug, { slugs: [] }) : answers.openSection(slug, place.anchor);
    return answer.kind === 'page' ? [[url, linkPreview(answer, url)]] : [];
  });
  return Object.fromEntries(previews);
}
