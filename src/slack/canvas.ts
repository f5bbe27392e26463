import type { WebClient } from '@slack/web-api';
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Canvas, DrawOutcome, SayOutcome } from '../delivery/canvas.js';
import { completionLine, runMessage } from './messages/run-message.js';
import type { PageUrl } from './mrkdwn/page-url.js';
import { slackErrorCode } from './slack-error.js';

/** Refusals that no repetition mends: the message, the channel or the installation is gone. */
const GONE = new Set([
  'account_inactive',
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
  'invalid_auth',
  'is_archived',
  'is_inactive',
  'message_not_found',
  'not_in_channel',
  'org_login_required',
  'team_not_found',
  'token_expired',
  'token_revoked',
]);

/** Draws runs as messages in Slack. */
export const createSlackCanvas = (clientFor: (installation: string) => WebClient, pageUrl: PageUrl): Canvas => ({
  draw: (run) =>
    outcomeOf(async () => {
      // Not posted yet: the posting itself draws it.
      if (run.message === undefined) return;
      const { text, blocks } = runMessage(run, pageUrl);
      await clientFor(run.installation).chat.update({ channel: run.channel, ts: run.message, text, blocks });
    }),
  say: async ({ id, saying }, run) => {
    const { chat } = clientFor(run.installation);
    const quiet = { channel: run.channel, unfurl_links: false, unfurl_media: false };
    const metadata = (event_type: string) => ({ event_type, event_payload: { run: run.id, owed: id } });
    switch (saying.kind) {
      case 'posting':
        return sayOutcome(() =>
          chat.postMessage({ ...quiet, ...runMessage(run, pageUrl), metadata: metadata('guidepost_run') }),
        );
      case 'completion': {
        const thread = run.message === undefined ? {} : { thread_ts: run.message };
        return sayOutcome(() =>
          chat.postMessage({ ...quiet, ...thread, text: completionLine(run), metadata: metadata('guidepost_said') }),
        );
      }
      default:
        return { kind: 'refused', reason: 'not_known_yet' };
    }
  },
  find: async () => ({ kind: 'unknown' }),
});

const sayOutcome = async (call: () => Promise<{ ts?: string }>): Promise<SayOutcome> => {
  try {
    const { ts } = await call();
    return ts === undefined ? { kind: 'uncertain' } : { kind: 'sent', message: ts };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return { kind: 'retry', afterMs: error.retryAfter * 1_000 };
    const code = slackErrorCode(error);
    return code === undefined ? { kind: 'uncertain' } : { kind: 'refused', reason: code };
  }
};

const outcomeOf = async (call: () => Promise<void>): Promise<DrawOutcome> => {
  try {
    await call();
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError)
      return { kind: 'retry', afterMs: error.retryAfter * 1_000, rateLimited: true };
    const code = slackErrorCode(error);
    if (code !== undefined && GONE.has(code)) return { kind: 'gone', reason: code };
    return { kind: 'retry' };
  }
};
