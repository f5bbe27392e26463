import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AppWithListeners, appWithListeners } from './app-with-listeners.js';

const command = {
  command: '/guide',
  text: 'help',
  team_id: 'T1',
  user_id: 'U1',
  channel_id: 'C1',
  trigger_id: '1.2',
  response_url: 'https://hooks.slack.com/commands/1/2',
};

describe('a command', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const open = ({ takesMs, status }: { takesMs: number; status?: number }): AppWithListeners =>
    appWithListeners({
      answers: {
        async toRequest() {
          if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
          return { kind: 'help', commands: [], examples: [] };
        },
      },
      ...(status !== undefined && { status }),
    });
  const card = expect.objectContaining({ response_type: 'ephemeral', text: expect.any(String) });

  it('is answered privately with its acknowledgement', async () => {
    const app = open({ takesMs: 0 });
    const { acknowledged, done } = app.send(command);
    await done;
    expect(acknowledged).toEqual([card]);
    expect(app.sent).toEqual([]);
  });

  it('is answered by its response_url if the answer is late', async () => {
    const app = open({ takesMs: 2_500 });
    const { acknowledged, done } = app.send(command);
    await jest.advanceTimersByTimeAsync(2_100);
    expect(acknowledged).toEqual([expect.stringContaining('The answer follows')]);
    await jest.advanceTimersByTimeAsync(500);
    await done;
    expect(acknowledged).toHaveLength(1);
    expect(app.sent).toEqual([
      { url: command.response_url, body: expect.objectContaining({ replace_original: false }) },
    ]);
    expect(app.sent[0]?.body).toEqual(card);
  });

  it('leaves a line in the log if Slack does not accept the late answer', async () => {
    const app = open({ takesMs: 2_500, status: 404 });
    const { done } = app.send(command);
    await jest.advanceTimersByTimeAsync(3_000);
    await done;
    expect(app.log().map(({ message }) => message)).toEqual([
      'The command /guide failed',
      'The person could not be told about the failure',
    ]);
  });

  it('is handled under any name that the workspace gives it', async () => {
    const { acknowledged, done } = open({ takesMs: 0 }).send({ ...command, command: '/ask\n-ops' });
    await done;
    expect(acknowledged).toEqual([card]);
  });
});
