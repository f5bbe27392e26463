import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/telemetry/logger.js';

function record(options: { json: boolean; level?: 'debug' | 'info' | 'warn' | 'error'; revision?: () => string }) {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', version: '1.2.3', write: (line) => lines.push(line), ...options });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('the log for machines', () => {
  it('has one line of JSON per entry, with time, level, process, version and the current guide revision', () => {
    let revision = 'a1';
    const { logger, lines, last } = record({ json: true, revision: () => revision });
    logger.info('Ready', { port: 3000 });
    expect(last()).toMatchObject({ level: 'info', message: 'Ready', port: 3000, pid: process.pid, version: '1.2.3' });
    expect(last().revision).toBe('a1');
    expect(new Date(String(last().time)).toISOString()).toBe(last().time);
    revision = 'b2';
    logger.warn('Read again');
    expect(last()).toMatchObject({ level: 'warn', revision: 'b2' });
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });

  it('contains an error with its stack and all causes', () => {
    const { logger, last } = record({ json: true });
    const cause = new Error('connection reset');
    logger.error('It failed', { error: new AggregateError([new TypeError('one')], 'many', { cause }) });
    expect(last().error).toMatchObject({
      name: 'AggregateError',
      message: 'many',
      stack: expect.stringContaining('logger.test'),
      cause: { message: 'connection reset' },
      errors: [{ name: 'TypeError', message: 'one' }],
    });
  });

  it('has no lines below its level', () => {
    const { logger, lines } = record({ json: true, level: 'warn' });
    logger.info('no');
    logger.debug('no');
    expect(lines).toEqual([]);
  });

  it.each(['token', 'botToken', 'signingSecret', 'clientSecret', 'password', 'authorization'])(
    'never writes a field that is called %s',
    (name) => {
      const { logger, lines } = record({ json: true });
      logger.info('Settings', { [name]: 'looks like nothing' });
      expect(lines.join()).not.toContain('looks like nothing');
    },
  );
});

describe.each([true, false])('a planted secret, as JSON: %s', (json) => {
  it('never appears in a message, field, error, cause or stack', () => {
    const { logger, lines } = record({ json, level: 'debug' });
    const token = 'xoxb-12345-planted';
    const error = new Error(`Slack refused ${token}`, { cause: new Error(`postgres://me:planted@host/db`) });
    logger.error(`With ${token}`, { error, list: [token], deep: { deeper: { token } } });
    logger.debug(`{"token":"${token}"}`);
    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).not.toContain('planted');
    expect(lines.join('\n')).toContain('[secret]');
  });
});

describe('the log in a terminal', () => {
  it('is plain text', () => {
    const { logger, lines } = record({ json: false });
    logger.info('Ready');
    logger.warn('Slow', { ms: 12 });
    expect(lines).toEqual(['Ready', 'warn: Slow {"ms":12}']);
  });
});
