import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeInBrowser } from '../../../packages/slack-playground/test/in-browser.js';
import { chromiumPath, openBrowser } from '../../../packages/slack-playground/test/open-browser.js';
import { folderOf, runInProcess } from '../run-in-process.js';
import { sampleGuide } from '../sample-guide.js';

let cwd = '';
beforeAll(async () => {
  cwd = await folderOf(sampleGuide);
});

function preview(...args: string[]) {
  return runInProcess(['preview', ...args], { cwd });
}

describe('previewing a page', () => {
  it('prints its card as Slack would show it', async () => {
    const { code, out, err } = await preview('static-content');
    expect({ code, err }).toEqual({ code: 0, err: 'Guide: content (3 pages)\n' });
    expect(out).toBe(
      [
        'Static content',
        '',
        'Serve images, stylesheets and scripts.',
        '',
        'What do you want to learn next?',
        '',
        '[Which web server should I use?] [What does the standard say?]',
        '',
        '[Checklist (2 items)] [Read the page]',
        '[⋯ Share… | Search the guide | Browse all topics]',
        '',
      ].join('\n'),
    );
  });

  it('says how old a page is that is to be checked again', async () => {
    const page = '---\ntitle: Workers\nupdated: 2025-09-30\nreview_in: 6 months\n---\nTwo of them.\n';
    const folder = await folderOf({ 'content/workers.md': page });
    const on = async (day: string) =>
      (await runInProcess(['preview', 'workers'], { cwd: folder, now: new Date(`${day}T12:00:00Z`) })).out;
    expect(await on('2026-11-30')).toContain('\nLast checked 14 months ago\n');
    expect(await on('2026-03-30')).not.toContain('Last checked');
  });

  it('prints the card for a section, with links and code', async () => {
    const expected = [
      'Content delivery networks',
      'A CDN keeps copies near the asker. See the list (https://example.com/cdns) and',
      'web servers.',
      '',
      '• Short lifetimes for pages',
      '• Long ones for `hashed.js`',
    ].join('\n');
    for (const name of ['content-delivery-networks', 'Content Delivery networks', '#content-delivery-networks'])
      expect((await preview('static-content', '--section', name)).out).toContain(`\n\n${expected}\n\n`);
  });

  it('keeps code as it is, and shows emphasis in a terminal', async () => {
    const code = `# Workers\n\n## Count\n\nSet **two** of them, once\nand for all:\n\n\`\`\`\nWORKERS=2   # ${'x'.repeat(90)}\n\`\`\`\n\n> And wait.\n`;
    const folder = await folderOf({ 'content/workers.md': code });
    const args = ['preview', 'workers', '--section', 'count'];
    const { out } = await runInProcess(args, { cwd: folder, columns: 40 });
    expect(out).toContain('\u001B[1mtwo\u001B[22m of them');
    expect(out).toContain(`\n    WORKERS=2   # ${'x'.repeat(90)}\n`);
    expect(out).toContain('\n> And wait.');
    const quiet = await runInProcess(args, { cwd: folder, columns: 40, env: { NO_COLOR: '1' } });
    expect(quiet.out).not.toContain('\u001B');
  });

  it.each([
    ['web-servers'],
    ['web-servers.md'],
    ['content/web-servers.md'],
    ['./content/web-servers.md'],
    ['Web Servers'],
    ['/web-servers.html'],
  ])('finds the page %s', async (name) => {
    expect((await preview(name)).out).toMatch(/^Web servers\n/);
  });

  it('finds a page by an alias', async () => {
    expect((await preview('Assets')).out).toMatch(/^Static content\n/);
  });

  it.each([
    [['web-server'], 'content has no page "web-server". Did you mean web-servers'],
    [['Statik content'], 'content has no page "Statik content". Did you mean static-content'],
    [['backup of postgres'], 'content has no page "backup of postgres". Did you mean databases'],
    [['zzzzzz'], 'content has no page "zzzzzz". guidepost ask topics lists all pages.'],
    [
      ['static-content', '--section', 'content-delivery-network'],
      'static-content has no section "content-delivery-network". Did you mean content-delivery-networks',
    ],
    [
      ['static-content', '--section', 'zz'],
      'static-content has no section "zz". It has content-delivery-networks, static-content-checklist.',
    ],
    [['web-servers', '--section', 'zz'], 'web-servers has no section "zz". It has none.'],
  ])('says what there is in place of %j', async (args, message) => {
    const { code, out, err } = await preview(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  it.each([
    [[], 'preview needs a page'],
    [['a', 'b', '--section', 'c'], '--section needs one page'],
    [['--base', 'x', '--section', 'c'], '--section needs one page'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await preview(...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  });

  it('prints the blocks that the app sends, and opens them in the Block Kit Builder', async () => {
    const { out, err } = await preview('static-content', '--blocks');
    const { blocks } = JSON.parse(out);
    expect(blocks[0]).toMatchObject({ type: 'header', text: { text: 'Static content' } });
    const url = err.split('\n').find((line) => line.startsWith('https://app.slack.com/block-kit-builder/#'));
    expect(JSON.parse(decodeURIComponent(new URL(url ?? '').hash.slice(1)))).toEqual({ blocks });
    const two = JSON.parse((await preview('static-content', 'databases', '--blocks')).out);
    expect(two.map((each: { blocks: [{ text: { text: string } }] }) => each.blocks[0].text.text)).toEqual([
      'Static content',
      'Databases',
    ]);
  });

  it('leads to the published page, as the app does', async () => {
    const { out } = await runInProcess(['preview', 'databases', '--blocks'], {
      cwd,
      env: { GUIDE_URL: 'https://example.com/{slug}.html' },
    });
    expect(out).toContain('"https://example.com/databases.html"');
  });
});

describe('previewing what a change does', () => {
  const changed = {
    ...sampleGuide,
    'content/databases.md': `${sampleGuide['content/databases.md']}\n## Upgrade\n\nOne major version a year.\n`,
    'content/static-content.md': sampleGuide['content/static-content.md'].replace(
      'near the asker',
      'close to the asker',
    ),
    'content/queues.md': '# Queues\n\nWork that may wait.\n',
  };

  it('shows the cards that differ: a new page, a new section, a section with another text, and nothing else', async () => {
    const folder = await folderOf({ ...changed, ...underBase(sampleGuide) });
    const { code, out, err } = await runInProcess(['preview', '--base', 'base/content'], { cwd: folder });
    expect(code).toBe(0);
    expect(err).toContain('Compared with: base/content (3 pages)\n');
    expect(out.match(/^── .*$/gm)).toEqual([
      // Queues is its neighbour now, and so a next step.
      '── Databases (changed)',
      '── Databases › Upgrade (new)',
      '── Queues (new)',
      '── Static content › Content delivery networks (changed)',
    ]);
    expect(out).toContain('close to the asker');
    const one = await runInProcess(['preview', 'queues', '--base', 'base/content'], { cwd: folder });
    expect(one.out.match(/^── .*$/gm)).toEqual(['── Queues (new)']);
  });

  it('shows a page whose next step has another title because of a change elsewhere', async () => {
    const files = {
      'content/a.md': '# Alpha\n\nFirst of all, see [the other](b.md).\n',
      'content/b.md': '# Beta\n\nThe other page.\n',
    };
    const folder = await folderOf({ ...files, 'content/b.md': '# Gamma\n\nThe other page.\n', ...underBase(files) });
    const { out } = await runInProcess(['preview', '--base', 'base/content'], { cwd: folder });
    expect(out.match(/^── .*$/gm)).toEqual(['── Alpha (changed)', '── Gamma (changed)']);
  });

  it('says so if nothing differs', async () => {
    const moved = {
      ...sampleGuide,
      'content/databases.md': sampleGuide['content/databases.md'].replace('---\nPost', '---\n\n\nPost'),
    };
    const folder = await folderOf({ ...moved, ...underBase(sampleGuide) });
    const { code, out } = await runInProcess(['preview', '--base', 'base/content', '--html', 'out.html'], {
      cwd: folder,
    });
    expect({ code, out }).toEqual({ code: 0, out: 'No card differs from those in base/content.\n' });
    expect(existsSync(join(folder, 'out.html'))).toBe(false);
  });
});

function underBase(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`base/${file}`, text]));
}

describe('the web page', () => {
  it('is one file that loads nothing and runs only its own script', async () => {
    const { code, out } = await preview('static-content', 'databases', '--html', 'pictures/cards.html');
    expect({ code, out }).toEqual({ code: 0, out: 'pictures/cards.html: 2 cards\n' });
    const html = await readFile(join(cwd, 'pictures/cards.html'), 'utf8');
    expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; /);
    expect(html).not.toMatch(/(?:src|href)=["']?(?:https?:)?\//);
  });

  it('says why a file cannot be written', async () => {
    const { code, err } = await preview('databases', '--html', 'content/databases.md/x.html');
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining('content/databases.md/x.html cannot be written'),
    });
  });
});

describeInBrowser('pictures of cards', () => {
  const hostile = {
    'content/hostile.md':
      '# A `</script><script>document.title = "owned"</script>`\n\n`</script>` and <b>bold</b> & more\n',
  };

  it('shows each card, and text as text', async () => {
    const folder = await folderOf(hostile);
    await runInProcess(['preview', 'hostile', '--html', 'out.html'], { cwd: folder });
    const browser = await openBrowser(chromiumPath ?? '');
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (line) => complaints.push(line.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`file://${join(folder, 'out.html')}`);
      const card = page.locator('.preview-card');
      await card.getByRole('button', { name: 'Read the page' }).waitFor();
      expect(await card.locator('h3').textContent()).toContain('</script>');
      expect(await page.title()).not.toBe('owned');
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('writes a picture of each', async () => {
    const args = ['preview', 'static-content', 'databases', '--png', 'pictures'];
    const env = { CHROMIUM: chromiumPath ?? '' };
    const { code, out } = await runInProcess(args, { cwd, env });
    expect({ code, out }).toEqual({ code: 0, out: 'pictures/static-content.png\npictures/databases.png\n' });
    for (const name of ['static-content.png', 'databases.png']) {
      const bytes = await readFile(join(cwd, 'pictures', name));
      // The width and height of a PNG: 724 pixels, twice as fine.
      expect({ kind: bytes.toString('latin1', 1, 4), width: bytes.readUInt32BE(16) }).toEqual({
        kind: 'PNG',
        width: 1488,
      });
      expect(bytes.readUInt32BE(20)).toBeGreaterThan(300);
    }
    expect((await readdir(join(cwd, 'pictures'))).filter((name) => name.endsWith('.png'))).toHaveLength(2);
  });

  it('says what to install if there is no browser', async () => {
    await writeFile(join(cwd, 'no-browser'), '');
    const { code, err } = await runInProcess(['preview', 'databases', '--png', 'none'], {
      cwd,
      env: { CHROMIUM: join(cwd, 'no-browser') },
    });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/Pictures need Chrome or Chromium.*set CHROMIUM/),
    });
    expect(existsSync(join(cwd, 'none'))).toBe(false);
  });
});
