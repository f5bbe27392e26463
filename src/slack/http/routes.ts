import type { IncomingMessage, ServerResponse } from 'node:http';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Route {
  readonly path: string;
  readonly method: string;
  readonly handler: Handler;
}

/** The path that a request asks for, without its query and a slash at its end. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Hands each request to the route that it asks for; where there is none, that is the answer. */
export function serveRoutes(routes: readonly Route[]): Handler {
  return (request, response) => {
    const path = pathOf(request);
    const route = routes.find((each) => each.path === path && each.method === request.method);
    if (route) route.handler(request, response);
    else response.writeHead(404).end();
  };
}
