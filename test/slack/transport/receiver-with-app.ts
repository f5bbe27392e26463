import { App, LogLevel } from '@slack/bolt';
import {
  createHttpReceiver,
  type HttpReceiverOptions,
  type SlackReceiver,
} from '../../../src/slack/transport/http-receiver.js';

export const SECRET = '0123456789abcdef0123456789abcdef';

/** The HTTP receiver with an empty app. Its warnings go to `warn`. */
export function receiverWithApp({
  warn = () => {},
  ...options
}: Pick<HttpReceiverOptions, 'limits' | 'acknowledgeWhenDone'> & { warn?: (line: string) => void } = {}): {
  receiver: SlackReceiver;
  app: App;
} {
  const logger = {
    debug: () => {},
    info: () => {},
    warn: (...parts: unknown[]) => warn(parts.join(' ')),
    error: (...parts: unknown[]) => warn(parts.join(' ')),
    setLevel: () => {},
    getLevel: () => LogLevel.ERROR,
    setName: () => {},
  };
  const receiver = createHttpReceiver({
    signingSecret: SECRET,
    port: 0,
    host: '127.0.0.1',
    health: async () => ({
      version: '1.2.3',
      draining: false,
      guide: { revision: 'r', pages: 1, leftOut: 0 },
      slack: 'connected',
      database: 'unreachable',
    }),
    logger,
    ...options,
  });
  const authorize = async () => ({ botToken: 'xoxb-test' });
  return { receiver, app: new App({ receiver, authorize, logger, convoStore: false }) };
}
