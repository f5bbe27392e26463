import { describe, expect, it } from '@jest/globals';
import { readTexts } from './read-texts.js';

function stepsOf(texts: Record<string, string>, slug: string): string[] {
  return readTexts(texts)
    .page(slug)
    .nextSteps.map(({ text, to }) => `${text} → ${to.kind === 'page' ? to.slug : to.url}`);
}

describe('next steps', () => {
  it('without a target are left out and reported with the closest page', () => {
    const texts = {
      'a.md': '---\nchoices:\n  - {text: One, to: domains-and-dns}\n  - {text: Two, to: dns}\n---\n# A',
      'domains-and-dns.md': '# Domains',
    };
    expect(stepsOf(texts, 'a')).toEqual(['One → domains-and-dns']);
    expect(readTexts(texts).problems).toEqual([
      'warning a.md:4: choices[1].to: "dns" is not a page of this guide, so its button is left out. Did you mean "domains-and-dns"?',
    ]);
  });

  it('that only the site has, or its generator knows, are left out with a word', () => {
    const { guide, problems } = readTexts({
      'a.md':
        '---\nchoices:\n  - {text: Map, to: /images/map.png}\n  - {text: Plan, to: "{{ base }}/plan"}\n---\nText.',
    });
    expect(guide.bySlug.get('a')?.nextSteps).toEqual([]);
    expect(problems.filter((text) => text.includes('button is left out'))).toHaveLength(2);
  });

  it('have the title of their page if they have no text', () => {
    expect(stepsOf({ 'a.md': '---\nchoices: [{to: b}]\n---\n# A', 'b.md': '# Bees' }, 'a')).toEqual(['Bees → b']);
  });

  it('with an address too long for a button are left out and reported', () => {
    const address = (length: number) => `https://example.org/${'x'.repeat(length - 20)}`;
    const texts = {
      'a.md': `# A`,
      'b.md': `---\nchoices:\n  - {text: Fits, to: "${address(3000)}"}\n  - {text: Long, to: "${address(3001)}"}\n---\n`,
    };
    expect(stepsOf(texts, 'b')).toEqual([`Fits → ${address(3000)}`]);
    expect(readTexts(texts).problems).toEqual([
      expect.stringMatching(
        /^warning b\.md:4: choices\[1\]\.to: "https:\/\/example\.org\/x+…x+" has 3001 characters, .* so the button "Long" is left out\. Use a shorter address\.$/,
      ),
    ]);
  });

  it('are derived from the links of a page that declares none: in order, once each, at most five, never to itself', () => {
    const links = ['g', 'f', 'a', 'g', 'e', 'd', 'c', 'b'].map((name) => `[x](${name}.md)`).join(' ');
    const others = Object.fromEntries([...'bcdefg'].map((name) => [`${name}.md`, `# ${name.toUpperCase()}`]));
    expect(stepsOf({ 'a.md': `# A\n\n${links}`, ...others }, 'a')).toEqual([
      'G → g',
      'F → f',
      'E → e',
      'D → d',
      'C → c',
    ]);
  });

  it('lead to no page without text', () => {
    const { guide } = readTexts({ 'a.md': '# A\n\nText.', 'b.md': '', 'c.md': '# C', 'd.md': '# D\n\nText.' });
    expect(guide.pages.map(({ slug, nextSteps }) => [slug, nextSteps.map(({ text }) => text)])).toEqual([
      ['a', ['D']],
      ['b', ['D', 'A']],
      ['c', ['D', 'A']],
      ['d', ['A']],
    ]);
  });

  it('are filled up with the neighbours in reading order, the next one first', () => {
    const texts = { 'a.md': '# A\n\nOne.', 'b.md': '# B\n\nTwo.', 'c.md': '# C\n\n[x](a.md)', 'd.md': '# D\n\nFour.' };
    expect(stepsOf(texts, 'b')).toEqual(['C → c', 'A → a']);
    expect(stepsOf(texts, 'c')).toEqual(['A → a', 'D → d', 'B → b']);
    expect(stepsOf(texts, 'a')).toEqual(['B → b']);
    expect(stepsOf({ 'a.md': '# A' }, 'a')).toEqual([]);
    const linked = { ...texts, 'b.md': '# B\n\n[x](d.md) [y](e.md) [z](a.md)', 'e.md': '# E' };
    expect(stepsOf(linked, 'b')).toEqual(['D → d', 'E → e', 'A → a', 'C → c']);
  });
});

describe('a guide', () => {
  it('is in reading order: by order, then by file, indexes first and numbers by value', () => {
    const { guide } = readTexts({
      'z.md': '---\norder: 2\n---\n',
      'y.md': '---\norder: 10\n---\n',
      '10-late.md': '',
      '9-early.md': '',
      'b/a.md': '',
      'b/index.md': '',
    });
    expect(guide.pages.map(({ slug }) => slug)).toEqual(['z', 'y', '9-early', '10-late', 'b', 'b/a']);
  });

  it('gives the later of two pages with the same slug one from its path, and names both places', () => {
    const { guide, problems } = readTexts({
      'a.md': '---\ntitle: A\nslug: same\n---\n',
      'b/c.md': '---\nslug: same\n---\n',
      'index.md': '',
      'README.md': '',
    });
    expect(guide.pages.map(({ file, slug }) => [file, slug])).toEqual([
      ['index.md', 'index'],
      ['README.md', 'readme'],
      ['a.md', 'same'],
      ['b/c.md', 'b/c'],
    ]);
    expect(problems).toEqual([
      expect.stringMatching(
        /^warning index\.md: title: "Home" is also the title of README\.md, so they are shown with/,
      ),
      'warning README.md: slug: "index" is already the slug of index.md, so this page gets "readme". Give one of them another slug.',
      'warning b/c.md:2: slug: "same" is already the slug of a.md:3, so this page gets "b/c". Give one of them another slug.',
    ]);
  });

  it('shortens slugs of more than 120 characters, keeps them apart, and finds the pages by both names', () => {
    const long = (end: string) => `${'deploying-with-care/'.repeat(10)}${end}`;
    const texts = {
      'a.md': `---\nslug: ${long('a')}\n---\n`,
      [`${long('b')}.md`]: '# B',
      'c.md': `# C\n\n[a](/${long('a')}.html) [b](${long('b')}.md)`,
      'd.md': `---\nslug: ${'d'.repeat(120)}\n---\n`,
    };
    const { guide, problems } = readTexts(texts);
    const slugs = guide.pages.map(({ slug }) => slug);
    const [a, b] = slugs.filter((slug) => slug.startsWith('deploying'));
    expect(slugs).toEqual(expect.arrayContaining([a, b, 'c', 'd'.repeat(120)]));
    for (const slug of [a, b]) expect(slug).toMatch(/^(deploying-with-care\/){5}deploying[a-z-]*-[0-9a-f]{8}$/);
    expect(a).not.toBe(b);
    expect(
      new Set(
        stepsOf(texts, 'c')
          .slice(0, 2)
          .map((step) => step.split(' → ')[1]),
      ),
    ).toEqual(new Set([a, b]));
    expect(problems).toEqual([
      expect.stringMatching(
        /^warning a\.md:2: slug: "deploying.*…?" has 201 characters, and the limit is 120, so this page gets "deploying[^"]*"\. Write a shorter one\.$/,
      ),
      expect.stringMatching(
        /b\.md: slug: "deploying.*" has 201 characters, .* gets "deploying[^"]*"\. Give the page a "slug:" or the file a shorter name\.$/,
      ),
    ]);
  });

  it('warns about an alias that names two pages', () => {
    const { problems } = readTexts({
      'a.md': '---\naliases: [a, Paas, b]\n---\n',
      'b.md': '---\ntitle: B\naliases: [paas]\n---\n',
    });
    expect(problems).toEqual([
      'warning a.md:2: aliases[2]: "b" is already the slug of b.md. Remove it from one of them.',
      'warning b.md:3: aliases[0]: "paas" is already an alias of a.md:2. Remove it from one of them.',
    ]);
  });

  it('warns about what is too long, with a shorter text', () => {
    const { problems } = readTexts({
      'a.md': `---\ntitle: ${'t '.repeat(80)}\nsummary: ${'s '.repeat(160)}\nchoices: [{to: b, text: ${'c '.repeat(40)}}]\n---\n`,
      'b.md': '',
    });
    expect(problems).toEqual([
      expect.stringMatching(/^warning a\.md:2: title: has 159 characters, and only 150 .* for example to "t .*…"\.$/),
      expect.stringMatching(/^warning a\.md:3: summary: has 319 characters, and only 300 /),
      expect.stringMatching(/^warning a\.md:4: choices\[0\]\.text: has 79 characters, and only 75 /),
    ]);
  });

  it('has a revision that changes with a name or a content, and with nothing else', () => {
    const revision = (texts: Record<string, string>) => readTexts(texts).guide.revision;
    expect(revision({ 'a.md': 'x' })).toMatch(/^[0-9a-f]{12}$/);
    expect(revision({ 'a.md': 'x' })).toBe(revision({ 'a.md': 'x' }));
    expect(
      new Set(
        [{ 'a.md': 'x' }, { 'a.md': 'y' }, { 'b.md': 'x' }].map((texts) => revision(texts as Record<string, string>)),
      ).size,
    ).toBe(3);
  });
});
