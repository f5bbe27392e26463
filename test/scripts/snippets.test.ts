import { afterAll, describe, expect, it } from '@jest/globals';
import { behindNginx } from '../../scripts/snippets/behind-nginx.js';
import { type Block, blocksIn, type Outcome } from '../../scripts/snippets/block.js';
import { run } from '../../scripts/snippets/run.js';
import { lazyServers } from '../../scripts/snippets/servers.js';
import { checkBlock } from '../../scripts/snippets/tools.js';
import { loadGuide } from '../../src/guide/load.js';
import { guideOf } from '../builders/guide-of.js';
import { itLong } from '../long-tests.js';

const servers = lazyServers();
afterAll(() => servers.stop());

async function outcomes(page: string): Promise<(Outcome | undefined)[]> {
  const { pages } = await guideOf({ 'a.md': page });
  const found: (Outcome | undefined)[] = [];
  for (const block of pages.flatMap(blocksIn)) found.push(await checkBlock(block, servers));
  return found;
}

/** What is wrong with a page's only block. */
async function problemOf(language: string, code: string): Promise<string | undefined> {
  const [outcome] = await outcomes(`\`\`\`${language}\n${code}\n\`\`\`\n`);
  expect(outcome?.isParsedOnly).toBe(false);
  return outcome?.problem;
}

/** Tests that need a program. Without it they are left out; if REQUIRE_ALL is set, that is a failure. */
function describeWith(program: string, option: string, tests: () => void): void {
  if (run(program, [option]) !== undefined) describe(program, tests);
  else if (process.env.REQUIRE_ALL)
    it(`needs ${program}`, () => {
      throw new Error(`REQUIRE_ALL is set, but ${program} is not installed.`);
    });
  else describe.skip(`${program} (not installed)`, tests);
}

describe('code blocks', () => {
  it('are only parsed where the form can be checked and nothing else, and left out where nothing can be', async () => {
    const [good, bad, none] = await outcomes(
      '```json\n{"a": 1}\n```\n\n```json\n{"a": 1,}\n```\n\n```text\nhello\n```\n',
    );
    expect(good).toEqual({ tool: 'JSON.parse', problem: '', isParsedOnly: true });
    expect(bad?.problem).not.toBe('');
    expect(none).toBeUndefined();
  });

  it('of a Dockerfile may be a part of one, and an instruction that Docker does not know is found', async () => {
    expect(await problemOf('dockerfile', 'RUN chgrp -R 0 /app\nUSER 10001')).toBe('');
    expect(await problemOf('dockerfile', 'FROM python:3-slim@sha256:<digest from your registry>')).toBe('');
    expect(await problemOf('dockerfile', 'FROM python:3-slim\nCOPPY . .')).toContain('COPPY');
  });

  it('of a workflow may be a job or a part of one, and a key or a context that GitHub does not know is found', async () => {
    const job = 'deploy:\n  runs-on: ubuntu-24.04\n  environment: production';
    expect(await problemOf('yaml', job)).toBe('');
    expect(await problemOf('yaml', `${job}\n  timeout-minuts: 5`)).toContain('timeout-minuts');
    const step = `- uses: a/b@v1\n  with: {tag: "\${{ github.shaa }}"}`;
    expect(await problemOf('yaml', step)).toContain('shaa');
  });

  it('of Compose are held to its schema', async () => {
    const service = 'services:\n  web:\n    image: shop\n    stop_grace_period: 40s';
    expect(await problemOf('yaml', service)).toBe('');
    expect(await problemOf('yaml', `${service}\n    restrat: always`)).toContain('restrat');
  });
});

describeWith('nginx', '-v', () => {
  it('takes a block in the place where it belongs, with what an earlier block defines', async () => {
    const page =
      '```nginx\nmap $http_upgrade $connection_upgrade { default upgrade; }\n```\n\n' +
      '```nginx\nlocation /ws/ {\n    proxy_set_header Connection $connection_upgrade;\n}\n```\n\n' +
      '```nginx\nserver {\n    listen 443 ssl;\n    http2 on;\n    ssl_certificate /etc/x.pem;\n    ssl_certificate_key /etc/y.pem;\n}\n```\n';
    expect((await outcomes(page)).map((outcome) => outcome?.problem)).toEqual(['', '', '']);
  });

  it('finds a setting that Nginx does not know, a value that it refuses and a brace that is missing', async () => {
    for (const code of ['location / { proxy_passs http://a; }', 'client_max_body_size ten;', 'server { listen 80;'])
      expect(await problemOf('nginx', code)).toMatch(/proxy_passs|invalid value|unexpected end/);
  });
});

describeWith('shellcheck', '--version', () => {
  it('finds a quotation mark that is missing and a loop over ls, and no variable that the page leaves to its reader', async () => {
    expect(await problemOf('bash', 'echo "open')).toContain('SC1');
    expect(await problemOf('bash', 'for f in $(ls *.txt); do cat "$f"; done')).toContain('SC2045');
    expect(await problemOf('bash', 'cd "$RELEASE"\necho "$tag"')).toBe('');
  });
});

describeWith('systemd-analyze', '--version', () => {
  it('finds a setting that systemd does not know, in a unit, a socket, a timer and a part of a unit', async () => {
    const unit = '[Unit]\nDescription=shop\n[Service]\nUser=nobody-here\nExecStart=/srv/shop/gunicorn shop.wsgi';
    expect(await problemOf('ini', unit)).toBe('');
    expect(await problemOf('ini', '[Timer]\nOnCalendar=*-*-* 03:15:00 UTC')).toBe('');
    for (const code of [
      `${unit}\nRestrat=always`,
      '[Service]\nKillMode=mixd',
      '[Socket]\nListenStraem=/run/shop.sock',
      '[Timer]\nOnCalendar=*-*-* 33:15:00 UTC',
    ])
      expect(await problemOf('ini', code)).not.toBe('');
  });
});

describeWith('caddy', 'version', () => {
  it('finds a directive that Caddy does not know', async () => {
    const site = (directive: string): string => `shop.example.com {\n    ${directive}\n}`;
    expect(await problemOf('caddyfile', site('reverse_proxy 127.0.0.1:8000'))).toBe('');
    expect(await problemOf('caddyfile', site('revers_proxy 127.0.0.1:8000'))).toContain('revers_proxy');
  });
});

describeWith('apache2', '-v', () => {
  it('finds a directive that Apache does not know', async () => {
    expect(await problemOf('apache', 'ProxyPass / http://127.0.0.1:8000/')).toBe('');
    expect(await problemOf('apache', 'ProxyPas / http://127.0.0.1:8000/')).toContain('ProxyPas');
  });
});

describeWith('redis-server', '--version', () => {
  it('finds a setting that Redis does not know', async () => {
    expect(await problemOf('ini', 'maxmemory 512mb\nmaxmemory-policy allkeys-lru')).toBe('');
    expect(await problemOf('ini', 'maxmemory 512mb\nmaxmemory-polciy allkeys-lru')).toContain('maxmemory-polciy');
  });
});

describeWith('promtool', '--version', () => {
  it('checks rules, whole or one by one, and the configuration of Prometheus', async () => {
    const rule = (expr: string): string => `- alert: Errors\n  expr: ${expr}\n  labels: {severity: page}`;
    expect(await problemOf('yaml', rule('rate(errors[5m]) > 1'))).toBe('');
    expect(await problemOf('yaml', rule('rate(errors[5m] > 1'))).toContain('unclosed left parenthesis');
    expect(await problemOf('yaml', 'groups: [{name: shop, ruls: []}]')).toContain('ruls');
    expect(await problemOf('yaml', 'scrape_configs: [{job_nam: shop}]')).toContain('job_nam');
  });
});

describeWith('ansible-playbook', '--version', () => {
  itLong('finds a module that Ansible does not have', async () => {
    const play = (module: string): string => `- hosts: web\n  tasks:\n    - ansible.builtin.${module}: {name: nginx}`;
    expect(await problemOf('yaml', play('apt'))).toBe('');
    expect(await problemOf('yaml', play('atp'))).toContain('ansible.builtin.atp');
  });
});

describeWith('pg_ctlcluster', '--version', () => {
  itLong('runs SQL on the tables of the guide’s shop, and finds a column that is not there', async () => {
    expect(await problemOf('sql', 'CREATE INDEX CONCURRENTLY order_email ON orders (email);')).toBe('');
    expect(await problemOf('sql', 'CREATE ROLE app LOGIN;\nCREATE DATABASE app OWNER app;')).toBe('');
    expect(await problemOf('sql', 'SELECT emial FROM orders;')).toContain('emial');
  });
});

describeWith('pgbouncer', '--version', () => {
  it('asks Postgres through the pooler, and finds a setting that the pooler does not know', async () => {
    const settings =
      '[databases]\napp = host=10.0.0.5 dbname=app\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = 6432\n' +
      'auth_type = scram-sha-256\nauth_file = /etc/users.txt\npool_mode = transaction';
    expect(await problemOf('ini', settings)).toBe('');
    expect(await problemOf('ini', settings.replace('transaction', 'transactoin'))).not.toBe('');
  });
});

describeWith('uvicorn', '--version', () => {
  const changed = async (from: string, to: string): Promise<string[]> => {
    const { guide } = await loadGuide({ folder: 'content' });
    const blocks = guide.pages
      .flatMap(blocksIn)
      .map((block: Block) => ({ ...block, code: block.code.replace(from, to) }));
    return ((await behindNginx(blocks)) ?? []).map(({ problem }) => problem);
  };

  it('and Gunicorn see the visitor behind the guide’s Nginx, and not what a visitor writes into the headers', async () => {
    expect(await changed('', '')).toEqual(['', '']);
  });

  itLong('shows when Nginx passes on what a visitor has written', async () => {
    const [gunicorn, uvicorn] = await changed('X-Forwarded-For $remote_addr', 'X-Forwarded-For $http_x_forwarded_for');
    expect(gunicorn).toContain('https: the app sees forwardedFor 203.0.113.66, not 127.0.0.2');
    expect(uvicorn).toContain('https: the app sees address 203.0.113.66, not 127.0.0.2');
  });
});
