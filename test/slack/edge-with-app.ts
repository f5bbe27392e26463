import { App, LogLevel } from '@slack/bolt';
import type { Edge } from '../../src/slack/app.js';
import { createHttpEdge, type HttpEdgeOptions } from '../../src/slack/transport/http-receiver.js';

export const SECRET = '0123456789abcdef0123456789abcdef';

/** The way in over HTTP with a bare app behind it; what it complains of goes to `warn`. */
export function edgeWithApp({
  warn = () => {},
  ...options
}: Pick<HttpEdgeOptions, 'limits'> & { warn?: (line: string) => void } = {}): { edge: Edge; app: App } {
  const logger = {
    debug: () => {},
    info: () => {},
    warn: (...parts: unknown[]) => warn(parts.join(' ')),
    error: (...parts: unknown[]) => warn(parts.join(' ')),
    setLevel: () => {},
    getLevel: () => LogLevel.ERROR,
    setName: () => {},
  };
  const edge = createHttpEdge({
    signingSecret: SECRET,
    port: 0,
    host: '127.0.0.1',
    state: async () => ({
      version: '1.2.3',
      draining: false,
      guide: { revision: 'r', pages: 1 },
      slack: 'connected',
      database: 'opening',
    }),
    slackLogger: logger,
    ...options,
  });
  const authorize = async () => ({ botToken: 'xoxb-test' });
  return { edge, app: new App({ receiver: edge.receiver, authorize, logger, convoStore: false }) };
}
