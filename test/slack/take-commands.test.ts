import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Message } from '../../src/slack/block-kit/blocks.js';
import { onCommand } from '../../src/slack/listeners/commands.js';
import { createGuard } from '../../src/slack/listeners/middleware.js';
import { takeCommands } from '../../src/slack/take-commands.js';
import { createWork } from '../../src/slack/transport/in-flight.js';
import { noMetrics } from '../../src/telemetry/metrics.js';
import { createRequestWatch } from '../../src/telemetry/request-watch.js';
import { noTracer } from '../../src/telemetry/tracing.js';

const command = {
  command: '/guide',
  text: 'paas',
  team_id: 'T1',
  user_id: 'U1',
  channel_id: 'C1',
  response_url: 'https://hooks.slack.com/commands/1/2',
};
const card: Message = { text: 'A card', blocks: [] };

describe('a command on its way past Bolt', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const open = ({ takesMs, status = 200 }: { takesMs: number; status?: number }) => {
    const acknowledged: unknown[] = [];
    const posted: { url: string; body: unknown }[] = [];
    const errors: string[] = [];
    const log = (text: string): void => void errors.push(text);
    const logger = { debug: () => {}, info: () => {}, warn: log, error: log };
    const requests = createRequestWatch({ logger, metrics: noMetrics, tracer: noTracer });
    const answer = onCommand(
      createGuard({ logger, requests, work: createWork() }),
      { limits: { take: () => undefined } },
      async ({ reply }) => {
        if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
        await reply(card);
      },
    );
    const take = takeCommands(answer, async (url, init) => {
      posted.push({ url: String(url), body: JSON.parse(String(init?.body)) });
      return new Response('', { status });
    });
    const ack = async (reply?: unknown): Promise<void> => void acknowledged.push(reply);
    return { take: (body: Record<string, unknown>) => take({ body, ack }), acknowledged, posted, errors };
  };

  it('is answered on its acknowledgement, privately', async () => {
    const { take, acknowledged, posted } = open({ takesMs: 0 });
    expect(await take(command)).toBe(true);
    expect(acknowledged).toEqual([{ response_type: 'ephemeral', ...card }]);
    expect(posted).toEqual([]);
  });

  it('is answered by its response_url where the answer comes too late', async () => {
    const { take, acknowledged, posted } = open({ takesMs: 2_500 });
    const taken = take(command);
    await jest.advanceTimersByTimeAsync(2_100);
    expect(acknowledged).toEqual([expect.stringContaining('The answer follows')]);
    await jest.advanceTimersByTimeAsync(500);
    expect(await taken).toBe(true);
    expect(acknowledged).toHaveLength(1);
    expect(posted).toEqual([
      { url: command.response_url, body: { response_type: 'ephemeral', replace_original: false, ...card } },
    ]);
  });

  it('leaves a line in the log where Slack does not take the late answer', async () => {
    const { take, errors } = open({ takesMs: 2_500, status: 404 });
    const taken = take(command);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(await taken).toBe(true);
    expect(errors).toEqual(['The command /guide failed', 'The failure could not be told']);
  });

  it('is the only thing that is taken', async () => {
    const { take, acknowledged } = open({ takesMs: 0 });
    expect(await take({ type: 'block_actions', team: { id: 'T1' } })).toBe(false);
    expect(await take({ type: 'event_callback', command: 7 })).toBe(false);
    expect(acknowledged).toEqual([]);
  });
});
