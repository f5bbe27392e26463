import type { Outcome, SubmitOutcome } from '../../simulated-slack/index.js';
import type { Reply } from '../page/requests.js';

/** An outcome as the page takes it: Slack's code, and in words whatever is known of the cause. */
export function reply(outcome: Outcome | SubmitOutcome): Reply {
  const detail = describe(outcome);
  return { outcome: outcome.kind, ...(detail !== undefined && { detail }) };
}

function describe(outcome: Outcome | SubmitOutcome): string | undefined {
  if ('cause' in outcome) return outcome.cause;
  if ('status' in outcome) return `HTTP ${outcome.status}`;
  if ('messages' in outcome) return outcome.messages.join('\n');
  return undefined;
}
