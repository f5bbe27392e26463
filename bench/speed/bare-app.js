// The floor: Bolt with one command that does nothing but acknowledge. Its own authorize spares it the question to Slack.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { SECRET } from '../../test/slack/edge-with-app.js';

const receiver = new HTTPReceiver({ signingSecret: SECRET, logLevel: LogLevel.ERROR });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bare' }), logLevel: LogLevel.ERROR });
app.command('/guide', async ({ ack }) => ack());
await app.start({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit());
