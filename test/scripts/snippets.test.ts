import { describe, expect, it } from '@jest/globals';
import { run } from '../../scripts/snippets/run.js';
import { blocksIn, type Outcome, toolsFor } from '../../scripts/snippets/tools.js';
import { guideOf } from '../builders/guide-of.js';

async function outcomes(page: string): Promise<(Outcome | undefined)[]> {
  const { pages } = await guideOf({ 'a.md': page });
  return pages.flatMap(blocksIn).map((block) => {
    for (const tool of toolsFor(block)) {
      const outcome = tool(block);
      if (outcome) return outcome;
    }
    return undefined;
  });
}

/** Tests that need a program. Without it they are left out; if REQUIRE_ALL is set, that is a failure. */
function describeWith(program: string, option: string, tests: () => void): void {
  if (run(program, [option], '') !== undefined) describe(program, tests);
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
    for (const code of ['location / { proxy_passs http://a; }', 'client_max_body_size ten;', 'server { listen 80;']) {
      const [outcome] = await outcomes(`\`\`\`nginx\n${code}\n\`\`\`\n`);
      expect(outcome?.problem).toMatch(/proxy_passs|invalid value|unexpected end/);
    }
  });
});

describeWith('shellcheck', '--version', () => {
  it('finds a quotation mark that is missing and a loop over ls, and no variable that the page leaves to its reader', async () => {
    const found = await outcomes(
      '```bash\necho "open\n```\n\n```bash\nfor f in $(ls *.txt); do cat "$f"; done\n```\n\n```bash\ncd "$RELEASE"\necho "$tag"\n```\n',
    );
    expect(found[0]?.problem).toContain('SC1');
    expect(found[1]?.problem).toContain('SC2045');
    expect(found[2]).toEqual({ tool: 'ShellCheck', problem: '', isParsedOnly: false });
  });
});

describeWith('systemd-analyze', '--version', () => {
  it('finds a setting that systemd does not know, in a unit, a socket and a part of a unit', async () => {
    const unit = '[Unit]\nDescription=shop\n[Service]\nUser=nobody-here\nExecStart=/srv/shop/gunicorn shop.wsgi\n';
    const blocks = [
      unit,
      `${unit}Restrat=always\n`,
      '[Service]\nKillMode=mixd\n',
      '[Socket]\nListenStraem=/run/shop.sock\n',
    ];
    const found = await outcomes(blocks.map((code) => `\`\`\`ini\n${code}\`\`\`\n`).join('\n'));
    expect(found.map((outcome) => outcome?.problem === '')).toEqual([true, false, false, false]);
  });
});
