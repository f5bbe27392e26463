import { describe, expect, it } from '@jest/globals';
import type { Link } from 'mdast';
import { readGuide } from '../../src/guide/load.js';
import { walkTree } from '../../src/guide/parse/tree.js';
import { readTexts } from './read-texts.js';
import { inTemporaryFolder } from './temporary-folder.js';

const PAGES = {
  'wsgi-servers.md': '# WSGI servers\n\n## Gunicorn',
  'Deploy Methods/git.md': '# Git',
  'methods/index.md': '# Methods',
  'methods/image.md': '# Image',
  'odd.md': '---\nslug: renamed\n---\n# Odd',
};

/** Where a link leads from the page `methods/git.md`: `slug`, `slug#anchor`, an outside address, or undefined. */
function follow(address: string, guideUrl?: string): string | undefined {
  const { page } = readTexts({ ...PAGES, 'methods/git.md': `# Git\n\n[link](<${address}>)` }, guideUrl);
  const nodes = (page('methods/git').sections[0]?.content ?? []).flatMap((node) => [...walkTree(node)]);
  const target = nodes.find((node): node is Link => node.type === 'link')?.data?.target;
  if (target === undefined) return undefined;
  return target.kind === 'outside'
    ? target.url
    : target.slug + (target.anchor === undefined ? '' : `#${target.anchor}`);
}

describe('a link', () => {
  it.each([
    ['/wsgi-servers.html', 'wsgi-servers'],
    ['../wsgi-servers.html', 'wsgi-servers'],
    ['../../../wsgi-servers.html', 'wsgi-servers'],
    ['../wsgi-servers.md', 'wsgi-servers'],
    ['wsgi-servers.md', 'wsgi-servers'],
    ['./wsgi-servers', 'wsgi-servers'],
    ['/wsgi-servers/', 'wsgi-servers'],
    ['/WSGI-Servers', 'wsgi-servers'],
    ['/wsgi-servers?from=here#gunicorn', 'wsgi-servers#gunicorn'],
    ['wsgi-servers#gunicorn', 'wsgi-servers#gunicorn'],
    ['/wsgi%2Dservers.md', 'wsgi-servers'],
    ['image.md', 'methods/image'],
    ['./image.html', 'methods/image'],
    ['../image/', 'methods/image'],
    ['methods/image.md', 'methods/image'],
    ['index.md', 'methods'],
    ['.', 'methods'],
    ['/methods/', 'methods'],
    ['../Deploy%20Methods/git.md', 'Deploy Methods/git'],
    ['../odd.md', 'renamed'],
    ['/renamed.html', 'renamed'],
    ['/docs/guide/methods/image.md', 'methods/image'],
    ['#here', 'methods/git#here'],
  ])('spelled %s leads to %s', (address, slug) => {
    expect(follow(address)).toBe(slug);
  });

  it.each([
    [
      'https://guide.example/docs/{slug}.html',
      'https://guide.example/docs/wsgi-servers.html#gunicorn',
      'wsgi-servers#gunicorn',
    ],
    ['https://guide.example/docs/{slug}.html', 'http://guide.example/docs/wsgi-servers', 'wsgi-servers'],
    ['https://guide.example/docs/{slug}.html', '//guide.example/docs/methods/image.html', 'methods/image'],
    ['https://guide.example/docs/{slug}.html', '/docs/wsgi-servers.html', 'wsgi-servers'],
    ['https://guide.example/?page={slug}', 'https://guide.example/?page=wsgi-servers', 'wsgi-servers'],
    ['https://guide.example/{slug}/', 'https://guide.example/wsgi-servers/', 'wsgi-servers'],
    ['https://guide.example/docs/{slug}.html', 'https://guide.example/blog/', 'https://guide.example/blog/'],
    [
      'https://guide.example/{slug}',
      'https://elsewhere.example/wsgi-servers',
      'https://elsewhere.example/wsgi-servers',
    ],
  ])('with the guide published at %s, %s leads to %s', (guideUrl, address, target) => {
    expect(follow(address, guideUrl)).toBe(target);
  });

  it.each([
    ['https://example.org/wsgi-servers.html', 'https://example.org/wsgi-servers.html'],
    ['//example.org/x', 'https://example.org/x'],
    ['mailto:team@example.org', 'mailto:team@example.org'],
  ])('%s leads outside', (address, url) => {
    expect(follow(address)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' java\tscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://',
    'nowhere.md',
  ])('%j leads nowhere, and its text stays', (address) => {
    expect(follow(address)).toBeUndefined();
    const { page, problems } = readTexts({ 'a.md': `# A\n\nSee [this](<${address}>).` });
    expect(page('a').sections[0]?.text).toBe('See this.');
    expect(problems).toEqual([expect.stringMatching(/^warning a\.md:3: ".*" is (?:not a page|left out)/)]);
  });

  it('that is misspelled is reported with its line and the page that it may mean', () => {
    const { problems } = readTexts({ 'a.md': '---\ntitle: A\n---\n\nSee [it](wsgi-sevrers.html).', ...PAGES });
    expect(problems).toEqual([
      'warning a.md:5: "wsgi-sevrers.html" is not a page of this guide. Did you mean "wsgi-servers"?',
    ]);
  });

  it("to an address on the guide's own site that no page has leads outside, with a warning", () => {
    const guideUrl = 'https://docs.acme.test/g/{slug}.html';
    const own = (name: string) => `https://docs.acme.test/g/${name}`;
    const links = ['wsgi-sevrers.html', 'zzzzzz', '', 'logo.png', 'wsgi-servers.html'].map(
      (name) => `[x](${own(name)})`,
    );
    const text = `---\nchoices: [{text: Go, to: "${own('wsgi-sevrers.html')}"}]\n---\n# A\n\n${links.join('\n')}`;
    const { page, problems } = readTexts({ 'a.md': text, ...PAGES }, guideUrl);
    const reason = "is on this guide's site but is not one of its pages, so it leads outside";
    expect(problems).toEqual([
      `warning a.md:2: choices[0].to: "${own('wsgi-sevrers.html')}" ${reason}. Did you mean "wsgi-servers"?`,
      `warning a.md:6: "${own('wsgi-sevrers.html')}" ${reason}. Did you mean "wsgi-servers"?`,
      `warning a.md:7: "${own('zzzzzz')}" ${reason}. Correct the address or add the page.`,
    ]);
    expect(page('a').nextSteps).toEqual([{ text: 'Go', to: { kind: 'outside', url: own('wsgi-sevrers.html') } }]);
    expect(follow(own('zzzzzz'), guideUrl)).toBe(own('zzzzzz'));
  });
});

describe('a link to a heading', () => {
  const target = [
    '# Backups & restores',
    '## Restore a backup {#restore}',
    '## Über **uns** (v2)',
    '## Nightly',
    '## Nightly',
    '> ### Quoted',
    '<a name="old-place"></a>Text with {: #attr .note }.',
    '**macOS**',
  ].join('\n\n');

  function anchorProblems(anchor: string, text = target): string[] {
    return readTexts({ 'backups.md': text, 'a.md': `# A\n\nSee [it](backups.md#${anchor}).` }).problems;
  }

  it.each([
    'restore',
    'backups--restores',
    'Backups-Restores',
    'über-uns-v2',
    'uber-uns-v2',
    'nightly-1',
    'nightly_1',
    'quoted',
    'old-place',
    'attr',
    'macos',
    'top',
    'fn:1',
    ':~:text=restore',
  ])('finds #%s, however the tool of the site writes it', (anchor) => {
    expect(anchorProblems(anchor)).toEqual([]);
  });

  it('that its page does not have is reported with the nearest one, also on the page itself and in a next step', () => {
    const text =
      '---\nchoices: [{text: Go, to: "backups#nightly-2"}]\n---\n# A\n\n[x](backups.md#restroe) [y](#b) [z](#a)';
    expect(readTexts({ 'backups.md': target, 'a.md': text }).problems).toEqual([
      'warning a.md:2: choices[0].to: "backups#nightly-2" names a heading that "backups" does not have, so it leads to the top of the page. Did you mean "#nightly"?',
      'warning a.md:6: "backups.md#restroe" names a heading that "backups" does not have, so it leads to the top of the page. Did you mean "#restore"?',
      'warning a.md:6: "#b" names a heading that "a" does not have, so it leads to the top of the page. Correct what stands behind "#".',
    ]);
  });

  it.each([
    ['an include', '# B\n\n--8<-- "part.md"'],
    ['a component', "import Part from './part.md';\n\n# B\n\n<Part />"],
    ['a shortcode', '# B\n\n{{< youtube abc >}}'],
    ['documentation made from code', '# B\n\n::: package.module'],
  ])('is not judged on a page with %s, which may bring it along', (_, text) => {
    expect(anchorProblems('anywhere', text)).toEqual([]);
  });
});

describe('a link that leads to no page', () => {
  const at = async (address: string) =>
    inTemporaryFolder(
      {
        'guide/start.md': `# Start\n\n[x](<${address}>)`,
        'guide/draft.md': '---\ndraft: true\n---\n# Draft',
        'guide/_part.md': 'Part.',
        'guide/plans/a.md': '# A',
        'guide/plan.pdf': 'x',
        'guide/LICENSE': 'x',
        'install/linux.md': '# Linux',
      },
      async (folder) => (await readGuide({ folder })).problems.map(({ rule, text }) => `${rule}: ${text}`),
    );

  it.each([
    [
      '../../src/app.py',
      'outside-folder: "../../src/app.py" leads out of the guide\'s folder. Write the whole address, with https://.',
    ],
    ['../../README.md', /^outside-folder: /],
    [
      'draft.md',
      'broken-link: "draft.md" is not shown as a page: it is a draft, is ignored, or is a part of other pages. Publish it, or link to another page.',
    ],
    ['_part.md', /^broken-link: "_part.md" is not shown as a page/],
    ['plans/', 'broken-link: "plans/" is a folder without a page of its own. Add guide/plans/index.md.'],
    ['plan2.pdf', 'broken-link: "plan2.pdf" is not a file of this guide. Correct the address.'],
    ['strat.md', /^broken-link: .* Did you mean "guide\/start"\?$/],
  ])('%s says why', async (address, expected) => {
    expect(await at(address)).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
  });

  it.each([
    'plan.pdf',
    './LICENSE',
    '/images/map.png',
    '{{ config.base }}/plan',
    '/docs/install/linux/',
    '/docs/install/linux.md',
  ])('%s may be right, so nothing is said', async (address) => {
    expect(await at(address)).toEqual([]);
  });

  it.each([
    ['dns.md', 'Did you mean "infra/domains-and-dns"?'],
    ['/infra/dns/', 'Did you mean "infra/domains-and-dns"?'],
    ['/api/dns', 'Correct the address or add the page.'],
  ])('suggests a longer name that has %s as a part, in the same folder', (address, remedy) => {
    const { problems } = readTexts({ 'infra/domains-and-dns.md': '# DNS', 'a.md': `[x](${address})` });
    expect(problems).toEqual([expect.stringContaining(remedy)]);
  });

  it('suggests the namesake whose folders are the same', () => {
    const files = ['app/web/setup.md', 'ops/db/setup.md', 'ops/web/setup.md'];
    const pages = Object.fromEntries(files.map((file) => [file, '# Setup']));
    const { problems } = readTexts({ ...pages, 'a.md': '[x](/ops/old/web/setup.md)' });
    expect(problems.filter((problem) => problem.includes('not a page'))).toEqual([
      expect.stringContaining('Did you mean "ops/web/setup"?'),
    ]);
  });
});

describe('an address with spaces that are not encoded', () => {
  const linked = (text: string) => {
    const { page, problems } = readTexts({
      'Key Cards (new).md': '# Key cards\n\n## Lost one\n\nTell us.',
      'a.md': `# A\n\n${text}`,
    });
    const [paragraph] = page('a').sections[0]?.content ?? [];
    const links =
      paragraph === undefined ? [] : [...walkTree(paragraph)].filter((node): node is Link => node.type === 'link');
    const targets = links.map(({ data }) => data?.target);
    return {
      text: page('a').sections[0]?.text,
      targets,
      problems: problems.filter((each) => each.includes('page of')),
    };
  };

  it('is a link if it ends as the name of a page', () => {
    expect(linked('Read [the **cards**](Key Cards (new).md#lost-one) first.')).toEqual({
      text: 'Read the cards first.',
      targets: [{ kind: 'page', slug: 'Key Cards (new)', anchor: 'lost-one' }],
      problems: [],
    });
  });

  it('is reported like others if there is no such page', () => {
    const { text, problems } = linked('Read [the list](Old List.md).');
    expect(text).toBe('Read the list.');
    expect(problems).toEqual([expect.stringContaining('a.md:3: "Old List.md" is not a page of this guide')]);
  });

  it('stays text elsewhere', () => {
    const text = 'An array[i](a b) and `[x](y z.md)`.';
    expect(linked(text)).toEqual({ text: text.replaceAll('`', ''), targets: [], problems: [] });
  });
});
