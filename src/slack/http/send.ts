import type { ServerResponse } from 'node:http';

/** Ends a response: with an object as JSON, a text as it is, or nothing. The length is told, or Node would send it in chunks. */
export function send(response: ServerResponse, status: number, body?: string | object): void {
  if (body === undefined || body === '') {
    response.writeHead(status, { 'content-length': 0 }).end();
    return;
  }
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
