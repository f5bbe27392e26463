import type { Reply } from './requests.js';

const fine = new Set(['ok', 'closed', 'cleared', 'updated', 'pushed', 'errors']);

/** What went wrong, in words with Slack's code; nothing where all went well. */
export function describeOutcome({ outcome, detail }: Reply, app: string): string | undefined {
  if (fine.has(outcome)) return undefined;
  switch (outcome) {
    case 'operation_timeout':
      return `${app} did not answer within 3 seconds (operation_timeout).`;
    case 'dispatch_failed':
      return `${app} could not be reached (dispatch_failed). Is it running?`;
    case 'http_client_error':
    case 'http_service_error':
      return `${app} answered with an error: ${detail ?? 'no status'} (${outcome}).`;
    case 'no_options':
      return detail ?? `${app} offered nothing.`;
    case 'unreachable':
      return 'The playground’s server cannot be reached. Is it still running?';
    case 'changed':
    case 'refused':
      return detail ?? 'That did not work.';
    default:
      return `Slack would refuse ${app}’s reply (${outcome})${detail ? `: ${detail}` : '.'}`;
  }
}
