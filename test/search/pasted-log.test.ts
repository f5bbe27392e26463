import { describe, expect, it } from '@jest/globals';
import { countQuotes, isPastedLog, messageOf } from '../../src/search/pasted-log.js';
import { createSearch } from '../../src/search/search.js';
import { guideOf } from './guide-of.js';

const PYTHON = `Traceback (most recent call last):
  File "/srv/shop/venv/lib/python3.14/site-packages/redis/connection.py", line 391, in connect
    sock = self.retry.call_with_retry(
redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.`;

const NODE = `Error: listen EADDRINUSE: address already in use :::3000
    at Server.setupListenHandle [as _listen2] (node:net:1817:16)
    at listenInCluster (node:net:1865:12)`;

describe('telling a pasted log from a question', () => {
  it.each([
    [PYTHON],
    [NODE],
    ['[2026-11-02 04:11:58 +0000] [7] [ERROR] Worker (pid:91) was sent SIGKILL!'],
    ['Nov  2 04:11:58 web2 sshd[811]: error: maximum authentication attempts exceeded'],
    ['level=error ts=2026-11-02T04:11:58Z msg="scrape failed"'],
    ['ModuleNotFoundError: No module named shop'],
    ['Bind for 0.0.0.0:5432 failed: port is already allocated'],
    ['error[E0382]: borrow of moved value'],
    ['OSError: [Errno 28] No space left on device'],
  ])('recognises %j', (text) => {
    expect(isPastedLog(text)).toBe(true);
  });

  it.each([
    ['how do I find errors in the log?'],
    ['what is the error budget'],
    ['Deploy failed. What now?'],
    ['We use Django, Postgres and Redis.\nHow do we deploy this?\nIs Docker better?'],
    ['site down since 10:30, who is on call?'],
    [''],
  ])('takes %j for a question', (text) => {
    expect(isPastedLog(text)).toBe(false);
  });
});

describe('the message of a log', () => {
  it('leaves out frames, times, addresses and numbers of one run, and keeps codes', () => {
    const words = (text: string) => messageOf(text).replace(/\s+/g, ' ').trim();
    expect(words(PYTHON)).not.toMatch(/site-packages|391/);
    expect(words(PYTHON)).toMatch(/ConnectionError: Error .*connecting to cache.* Connection refused/);
    expect(words('2026-11-02 04:11:58 [17] upstream 10.0.0.7:8001 returned status 502 in 3012ms')).toBe(
      'upstream returned status in 502'.replace('in 502', 'in status 502'),
    );
    expect(words('container exited with code 137 (0x89) id=3f2504e0-4f89-11d3-9a0c-0305e82c3301')).toMatch(/code 137/);
  });
});

describe('answering a pasted log', () => {
  const guide = guideOf(
    {
      title: 'Containers',
      intro: 'Run one.',
      under: { Ports: 'docker: port is already allocated means that another one has it.' },
    },
    {
      title: 'Databases',
      intro: 'Bound to a port, allocated memory, failed logins: port 5432 is already taken by them.',
    },
    { title: 'Allowances', intro: 'What is allowed, and who allows it.' },
    { title: 'Caching', intro: 'Redis keeps it.', under: { Refused: 'ConnectionError when the cache is down.' } },
  );
  const search = createSearch(guide);

  it('puts the page that quotes the message first', () => {
    expect(search.find('Bind for 0.0.0.0:5432 failed: port is already allocated').matches[0]?.page.title).toBe(
      'Containers',
    );
  });

  it('never corrects its words', () => {
    expect(search.find('Error: EALLOCATED: databses allowanced at 10.0.0.1:80').corrections).toEqual([]);
    expect(search.find('which databses are allowed').corrections).not.toEqual([]);
  });

  it('finds identifiers of its message', () => {
    expect(search.find(PYTHON).matches[0]).toMatchObject({ page: { title: 'Caching' } });
  });

  it('counts runs of words whatever signs are between them', () => {
    expect(countQuotes(['port', 'is', 'already', 'allocated'], 'failed: Port is “already” allocated.')).toBe(2);
    expect(countQuotes(['port', 'is', 'already'], 'a seaport is already there')).toBe(0);
    expect(countQuotes(['c++', 'x', 'a.b'], 'c++ (x) a.b')).toBe(1);
  });
});
