import { createServer, type Server as HttpServer } from 'node:http';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import { readManifest } from '../../src/read-manifest.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { openTracing } from '../../src/telemetry/tracing.js';
import { itLong } from '../long-tests.js';
import { type Server, startProcess } from './start-process.js';

const SECRET = '0123456789abcdef0123456789abcdef';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
/** A span as OTLP writes it in JSON. */
interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceId: string;
  readonly attributes: readonly Attribute[];
}
interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

let slack: SimulatedSlack;
let collector: HttpServer;
let endpoint: string;
let server: Server | undefined;
const received: { path: string; headers: Record<string, unknown>; body: Export; text: string }[] = [];
function spans(): Span[] {
  return received.flatMap(({ body }) =>
    body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((each) => each.spans)),
  );
}

beforeAll(async () => {
  slack = await startSimulatedSlack({
    signingSecret: SECRET,
    botToken: 'xoxb-right',
    manifest: await readManifest(),
    deadlineMs: 60_000,
  });
  collector = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    received.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) as Export, text });
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const address = collector.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(async () => {
  await slack.stop();
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
});
afterEach(() => {
  server?.child.kill('SIGKILL');
  received.length = 0;
});

async function start(more: Record<string, string>): Promise<Server> {
  server = startProcess({
    GUIDE_DIR: packageFile('content'),
    SLACK_BOT_TOKEN: 'xoxb-right',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    PORT: '0',
    HOST: '127.0.0.1',
    ...more,
  });
  const port = (await server.says(/listening on port (\d+)/))[1];
  slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  return server;
}

describe('traces', () => {
  itLong('show a request with its search, database and Slack calls at the collector', async () => {
    const { child, ended } = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-team=observers',
      OTEL_SERVICE_NAME: 'guide-of-ours',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
    const place = slack.workspace.as('ada').in('#deployments');
    await place.command('/guide zebrafish static files');
    const preview = await place.command('/guide checklist going live');
    await preview.press('Post to this channel');
    await slack.settled();
    child.kill('SIGTERM');
    expect(await ended()).toBe(0);

    expect(received[0]?.path).toBe('/v1/traces');
    expect(received[0]?.headers['x-team']).toBe('observers');
    expect(received[0]?.body.resourceSpans[0]?.resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'guide-of-ours' },
    });
    const named = (name: string): Span => {
      const found = spans().find((span) => span.name === name);
      if (found === undefined)
        throw new Error(
          `No span ${name} among ${spans()
            .map((span) => span.name)
            .join(', ')}`,
        );
      return found;
    };
    expect(named('search.find')).toMatchObject({ parentSpanId: named('command').spanId });
    const press = named('press checklist:post');
    expect(named('database runs.create')).toMatchObject({ traceId: press.traceId, parentSpanId: press.spanId });
    expect(named('slack chat.postMessage')).toMatchObject({ traceId: press.traceId });
    expect(press.attributes.find(({ key }) => key === 'guidepost.request')?.value.stringValue).toMatch(/^[0-9A-F]{8}$/);
    const everything = received.map(({ text }) => text).join();
    expect(everything).not.toMatch(/zebrafish|xoxb-right/);
    expect(everything).not.toContain(SECRET);
  });

  it('are not sent when the standard variable turns them off', async () => {
    const { child, ended } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'true' });
    await slack.workspace.as('ada').in('#deployments').command('/guide paas');
    child.kill('SIGTERM');
    expect(await ended()).toBe(0);
    expect(received).toEqual([]);
  });

  itLong('delay neither an answer nor the stop when the collector cannot be reached', async () => {
    const { child, ended } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    const answer = await slack.workspace.as('ada').in('#deployments').command('/guide paas');
    expect(answer.plainText()).toContain('Platform-as-a-service');
    child.kill('SIGTERM');
    expect(await ended()).toBe(0);
  });

  it('are left out when their packages are not installed, and the log says how to install them', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', json: false, write: (line) => lines.push(line) });
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    expect(
      await openTracing({ version: '1.2.3', logger, scrub: (text) => text }, () => Promise.reject(missing)),
    ).toBeUndefined();
    expect(lines).toEqual([expect.stringContaining('npm install @opentelemetry/api')]);
  });
});
