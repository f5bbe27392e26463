// Checks a block with `nginx -t`, in the place where it belongs: as a whole configuration, inside `server`, or inside `location`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, checked, type Outcome } from './block.js';
import { inFolder, isOlderThan, run } from './run.js';

const PLACES: readonly ((code: string) => string)[] = [
  (code) => code,
  (code) => `server { listen 8080; server_name here;\n${code}\n}`,
  (code) => `server { listen 8080; server_name here; location / {\n${code}\n} }`,
];

/** The problem is the one in the place where Nginx came furthest. */
export function nginx({ code, before }: Block): Outcome | undefined {
  return inFolder((folder) => {
    const certificate = makeCertificate(folder);
    const version = run('nginx', ['-v'], '')?.output ?? '';
    const adapted = (text: string): string => {
      const known = isOlderThan(version, 1, 25) ? text.replace(/^\s*http2 on;/gm, '') : text;
      return known.replace(
        /(ssl_certificate|ssl_certificate_key)(\s+)\S+;/g,
        (_, name: string) => `${name} ${name === 'ssl_certificate' ? certificate.chain : certificate.key};`,
      );
    };
    const problemOf = (http: string): string | undefined => {
      const config = join(folder, 'nginx.conf');
      writeFileSync(
        config,
        `pid ${folder}/pid; error_log stderr; events {}\nhttp { access_log off; ${temporaryFolders(folder)}\n${adapted(http)}\n}\n`,
      );
      const result = run('nginx', ['-t', '-q', '-p', folder, '-c', config], '');
      return result && (result.status === 0 ? '' : result.output);
    };
    // A block may use what an earlier one of its page defines, such as a map.
    const definitions = before.filter(
      (earlier) => /^(map|upstream|limit_req_zone)\b/.test(earlier) && !/^server\b/m.test(earlier),
    );
    const problems: string[] = [];
    for (const place of PLACES) {
      const problem = problemOf([...definitions, place(code)].join('\n'));
      if (problem === undefined) return undefined;
      if (problem === '') return checked('nginx -t', '');
      problems.push(problem);
    }
    const isWhole = /^\s*(server|map|upstream|split_clients|limit_req_zone)\b/m.test(code);
    return checked('nginx -t', problems[isWhole ? 0 : 1] ?? '');
  });
}

/** Nginx reads the certificate that a block names. */
export function makeCertificate(folder: string): { chain: string; key: string } {
  const chain = join(folder, 'chain.pem');
  const key = join(folder, 'key.pem');
  const options =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=shop.example.com'.split(' ');
  run('openssl', [...options, '-keyout', key, '-out', chain], '');
  return { chain, key };
}

export function temporaryFolders(folder: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ');
}
