import type { ServerResponse } from 'node:http';
import { WrittenMessage } from '../written-message.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Ends a response: with an object as JSON, a text as it is, or nothing. The length is told, or Node would send it in chunks. */
export function send(response: ServerResponse, status: number, body?: string | object): void {
  if (body === undefined || body === '') {
    response.writeHead(status, { 'content-length': 0 }).end();
    return;
  }
  if (body instanceof WrittenMessage) {
    sendAscii(response, status, body.json);
    return;
  }
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : JSON_TYPE,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** In one piece with its head. `end(text)` would encode it and hand the socket a list: a third more for the whole of a bare request. */
function sendAscii(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, { 'content-type': JSON_TYPE, 'content-length': json.length });
  const { socket } = response;
  socket?.cork();
  response.write(json, 'latin1');
  socket?.uncork();
  response.end();
}
