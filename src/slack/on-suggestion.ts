import type { Middleware, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import type { Answers } from '../answer/answers.js';
import type { Guard } from './guard.js';
import { SEARCH_DIALOG } from './messages/search-dialog.js';
import { searchOptions } from './messages/search-options.js';
import { unescapeEntities } from './mrkdwn/escape.js';
import { installationOf } from './payload.js';
import type { Services } from './services.js';

/** More lines than this nobody reads while typing. */
const OFFERED = 15;

/**
 * Offers what fits the letters typed so far: Slack asks at each of them, and takes only what the acknowledgement brings within
 * 3 seconds. Where nothing can be offered, the list is empty.
 */
export function onSuggestion(
  guard: Guard,
  { answers, suggestionLimits }: Pick<Services, 'suggestionLimits'> & { readonly answers: Pick<Answers, 'suggest'> },
): Middleware<SlackOptionsMiddlewareArgs<'block_suggestion'>> {
  return async ({ ack, body }) => {
    if (body.action_id !== SEARCH_DIALOG) return ack({ options: [] });
    const installation = installationOf(body);
    const request = guard.begin({ kind: 'options', action: SEARCH_DIALOG, what: 'The search field', installation });
    const offer = async (options: PlainTextOption[]): Promise<void> => {
      request.acknowledged();
      await ack({ options });
    };
    await guard.run(
      request,
      async () => {
        if (suggestionLimits.take(installation, body.user.id) === undefined) {
          const typed = unescapeEntities(body.value);
          return offer(searchOptions(typed, answers.suggest(typed, OFFERED)));
        }
        request.refused();
        await offer([]);
      },
      () => offer([]),
    );
  };
}
