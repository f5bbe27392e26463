// Checks a program's configuration by that program itself. None of them begins to serve.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, checked, type Outcome } from './block.js';
import { inFolder, run } from './run.js';

export function caddy({ code }: Block): Outcome | undefined {
  return inFolder((folder) => {
    const file = join(folder, 'Caddyfile');
    writeFileSync(file, code);
    // In a home of its own, since Caddy looks for the certificates that it has.
    const settings = [`HOME=${folder}`, `XDG_DATA_HOME=${folder}`, `XDG_CONFIG_HOME=${folder}`];
    const result = run('env', [...settings, 'caddy', 'validate', '--adapter', 'caddyfile', '--config', file]);
    if (result === undefined || result.status === 127) return undefined;
    const errors = result.output.split('\n').filter((line) => line.startsWith('Error:'));
    return checked('caddy validate', result.status === 0 ? '' : errors.join('\n') || result.output);
  });
}

/** Where Debian keeps the modules. */
const APACHE_MODULES = '/usr/lib/apache2/modules';
const USED_MODULES = 'mpm_event authz_core alias dir proxy proxy_http headers wsgi'.split(' ');

/** As part of a configuration that has loaded the modules that the pages say. */
export function apache({ code }: Block): Outcome | undefined {
  const modules = USED_MODULES.filter((name) => existsSync(`${APACHE_MODULES}/mod_${name}.so`));
  if (modules.length < USED_MODULES.length) return undefined;
  return inFolder((folder) => {
    const file = join(folder, 'apache2.conf');
    const load = modules.map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`);
    const frame = ['ServerName localhost', `PidFile ${folder}/pid`, `ErrorLog ${folder}/log`, 'Listen 127.0.0.1:8080'];
    // It looks for folders that only the server has.
    const here = code.replace(/python-(home|path)=\S+/g, `python-$1=${folder}`);
    writeFileSync(file, [...load, ...frame, here, ''].join('\n'));
    const result = run('apache2', ['-t', '-d', folder, '-f', file]);
    return result && checked('apache2 -t', result.status === 0 ? '' : result.output);
  });
}

/** Redis has no option that only checks. It reads its settings first, and then fails to open a socket in a folder that does not exist. */
export function redis({ code }: Block): Outcome | undefined {
  return inFolder((folder) => {
    const file = join(folder, 'redis.conf');
    writeFileSync(file, code);
    const result = run('redis-server', [file, '--port', '0', '--unixsocket', join(folder, 'none', 'socket')]);
    if (result === undefined) return undefined;
    return checked('redis-server', result.output.includes('Failed opening Unix socket') ? '' : result.output);
  });
}

/** Settings that systemd does not know, and units that cannot be loaded; not programs and users that only the server has. */
export function systemd({ code }: Block): Outcome | undefined {
  const kind = /^\[(Socket|Timer)\]/m.exec(code)?.[1]?.toLowerCase();
  const isDropIn = kind === undefined && !code.includes('[Unit]');
  return inFolder((folder) => {
    const here = code.replace(/^ExecStart=.*/m, 'ExecStart=/bin/true').replace(/^(User|EnvironmentFile)=.*/gm, '');
    const service = kind ? '[Service]\nExecStart=/bin/true\n' : isDropIn ? `${here}\nExecStart=/bin/true\n` : here;
    writeFileSync(join(folder, 'shop.service'), service);
    if (kind) writeFileSync(join(folder, `shop.${kind}`), here);
    const result = run('systemd-analyze', ['verify', join(folder, `shop.${kind ?? 'service'}`)]);
    if (result === undefined) return undefined;
    const problems = result.output.split('\n').filter((line) => line.includes(folder));
    return checked('systemd-analyze verify', problems.join('\n'));
  });
}
