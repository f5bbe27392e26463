import type { JsonObject } from '../workspace/state.js';
import { ApiError, type ArgumentKind } from './api-method.js';

/** Arguments of a method that gives a long list page by page. */
export const paging = { cursor: 'string', limit: 'number' } as const satisfies Record<string, ArgumentKind>;

/** One page of a list, and the cursor to the next. @throws ApiError `invalid_cursor` */
export function pageOf<T>(all: readonly T[], args: JsonObject): { page: T[]; next: string } {
  const from = args.cursor === undefined || args.cursor === '' ? 0 : Number(args.cursor);
  if (!Number.isInteger(from) || from < 0) throw new ApiError('invalid_cursor');
  const limit = Math.min(Math.max(Number(args.limit ?? 100), 1), 1000);
  return { page: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : '' };
}
