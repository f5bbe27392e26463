import type { Reply } from '../delivery/app-connection.js';
import type { ApiError } from '../web-api/api-method.js';
import type { Failure } from './outcome.js';

/** Slack's judgement of a reply before it looks at the body: only 200 in time is an acknowledgement. */
export function failureOf(reply: Reply): Failure | undefined {
  if (reply.kind === 'operation_timeout') return { kind: 'operation_timeout' };
  if (reply.kind === 'dispatch_failed') return { kind: 'dispatch_failed', cause: reply.cause };
  if (reply.status >= 200 && reply.status < 300) return undefined;
  const kind = reply.status >= 500 ? 'http_service_error' : 'http_client_error';
  return { kind, status: reply.status };
}

/** What the app's content was refused for, with the places named. */
export function refusedContent({ code, details }: ApiError): Failure {
  const messages = Array.isArray(details.errors) ? details.errors.map(String) : [];
  switch (code) {
    case 'invalid_blocks':
    case 'invalid_blocks_format':
      return { kind: 'invalid_blocks', messages };
    case 'msg_blocks_too_long':
    case 'msg_too_long':
    case 'no_text':
      return { kind: code, messages };
    default:
      return { kind: 'invalid_reply', messages: [code, ...messages] };
  }
}
