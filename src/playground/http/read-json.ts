import type { IncomingMessage } from 'node:http';
import { RequestProblem } from './problem.js';

const limit = 1024 * 1024;

/** Reads a JSON object of up to 1 MiB. Only `application/json` is taken: a form on another site cannot send that. */
export async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (!/^application\/json(?:;|$)/.test(request.headers['content-type'] ?? '')) {
    throw new RequestProblem(415, 'Send the request as application/json.');
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw new RequestProblem(413, 'The request is larger than 1 MiB.');
    parts.push(part);
  }
  const value = parse(Buffer.concat(parts).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestProblem(400, 'The request is not a JSON object.');
  }
  return value as Readonly<Record<string, unknown>>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestProblem(400, 'The request is not JSON.');
  }
}
