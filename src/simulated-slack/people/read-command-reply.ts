import type { Reply } from '../delivery/app-connection.js';
import { ApiError } from '../web-api/api-method.js';
import type { JsonObject } from '../workspace/state.js';

/** @returns undefined where the app said nothing. @throws ApiError */
export function readCommandReply({ headers, body }: Extract<Reply, { kind: 'reply' }>): JsonObject | undefined {
  const contentType = headers['content-type'] ?? '';
  if (body.trim() === '') return undefined;
  if (!contentType.includes('application/json')) return { text: body };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new ApiError('invalid_json', { errors: ['the reply says application/json and is none'] });
  }
  if (typeof parsed === 'string') return { text: parsed };
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ApiError('invalid_json', { errors: ['the reply is no JSON object'] });
  }
  const { response_type: _how, ...content } = parsed as JsonObject;
  return Object.keys(content).length === 0 ? undefined : (parsed as JsonObject);
}
