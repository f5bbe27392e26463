import { describe, expect, it } from '@jest/globals';
import type { Link } from 'mdast';
import { walkTree } from '../../src/guide/parse/tree.js';
import { readTexts } from './read-texts.js';

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
