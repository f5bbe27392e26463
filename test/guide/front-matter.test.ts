import { describe, expect, it } from '@jest/globals';
import { readText, readTexts } from './read-texts.js';

describe('the legacy format', () => {
  const legacy = [
    'title: Serving files',
    'category: page',
    'slug: serving',
    'sort-order: 035',
    'meta: How files reach the browser.',
    'choice2url: /caches.html',
    'choice2icon: fa-archive fa-inverse',
    'choice2text: How do I cache them?',
    'choice10url: https://example.org/cdn',
    'choice10text: What is a CDN?',
    'choice1url: /hosts.html#small',
    'choice1text: Where do I host them?',
    'choice11url:',
    'choice11icon:',
    'choice11text:',
    '',
    '',
    '# Serving files',
    'Files are served by a server.',
  ];
  const others = { 'caches.md': '# Caches', 'hosts.md': '# Hosts\n\n## Small' };

  it('gives title, slug, order and summary, and the choices in the order of their numbers', () => {
    const { page, problems } = readTexts({ 'files.md': legacy.join('\n'), ...others });
    expect(page('serving')).toMatchObject({
      title: 'Serving files',
      order: 35,
      summary: 'How files reach the browser.',
      nextSteps: [
        { text: 'Where do I host them?', to: { kind: 'page', slug: 'hosts', anchor: 'small' } },
        { text: 'How do I cache them?', icon: 'fa-archive fa-inverse', to: { kind: 'page', slug: 'caches' } },
        { text: 'What is a CDN?', to: { kind: 'outside', url: 'https://example.org/cdn' } },
      ],
    });
    expect(problems).toEqual([]);
  });

  it('is read the same with a byte order mark, Windows line ends and trailing spaces', () => {
    const windows = `\uFEFF${legacy.map((line) => `${line}  `).join('\r\n')}`;
    const read = (text: string) => readTexts({ 'files.md': text, ...others }).page('serving');
    expect(read(windows)).toEqual(read(legacy.join('\n')));
  });

  it('warns about an incomplete choice', () => {
    const { problems } = readTexts({
      'a.md': 'title: A\nchoice1text: Where to?\nchoice2url: b.md\nchoice3icon: fa-play\n\nText.',
      'b.md': '# B',
    });
    expect(problems).toEqual([
      'warning a.md:2: choice1: "Where to?" has no target, so it is left out. Name a page in "choice1url".',
      'warning a.md:3: choice2: has no text, so its button shows the title of its page. Add a text.',
    ]);
  });

  it.each(['lang: en\n', 'layout: page\nauthor: A\n', '\n', '\uFEFF \n\n', 'Description: Long\n  text\n'])(
    'is recognized after other lines at the top: %j',
    (opening) => {
      const { page, problems } = readText(`${opening}title: Backups\nslug: copies\nsumary: s\n\nText.`);
      expect(page).toMatchObject({ title: 'Backups', slug: 'copies' });
      expect(page.sections[0]?.text).toBe('Text.');
      const line = opening.split('\n').length + 2;
      expect(problems).toEqual([expect.stringContaining(`page.md:${line}: sumary: is not a field of a page`)]);
    },
  );

  it('is not mistaken for a paragraph that begins like a field, but warns about it', () => {
    const { page, problems } = readText('Summary: this page explains how we\nroll back.\n\n## How');
    expect(page.sections[0]?.text).toBe('Summary: this page explains how we roll back.');
    expect(problems).toEqual([
      'warning page.md:1: looks like front matter, but "roll back." on line 2 is not a field, so all of it is shown as text. If it is front matter, write "key: value" on every line and leave a blank line below.',
    ]);
    expect(readText('Note: this\nis text.').problems).toEqual([]);
  });

  it('is not mistaken for a plain page whose first words end in a colon', () => {
    const { page } = readText('Note: this is a page.\n\nMore.');
    expect(page.summary).toBe('Note: this is a page.');
  });
});

describe('YAML front matter', () => {
  it('gives every field', () => {
    const { page, problems } = readTexts({
      'x.md': [
        '---',
        'title: "Backups: how"',
        'slug: backups',
        'summary: Copies that you have restored.',
        'order: 035',
        'aliases: [restore, dumps]',
        'keywords: copies, disaster',
        'choices:',
        '  - {text: Where do they go?, to: storage.md, icon: package}',
        'updated: 2026-11-20',
        'sources:',
        '  - {title: A handbook, url: "https://example.org/backups", checked: 2026-10-01}',
        'layout: default',
        '---',
        'Text.',
      ].join('\n'),
      'storage.md': '# Storage',
    });
    expect(page('backups')).toMatchObject({
      title: 'Backups: how',
      summary: 'Copies that you have restored.',
      order: 35,
      aliases: ['restore', 'dumps'],
      keywords: [{ text: 'copies' }, { text: 'disaster' }],
      nextSteps: [{ text: 'Where do they go?', icon: 'package', to: { kind: 'page', slug: 'storage' } }],
      updated: '2026-11-20',
      sources: [{ title: 'A handbook', url: 'https://example.org/backups', checked: '2026-10-01' }],
    });
    expect(problems).toEqual([]);
  });

  it.each([
    ['title: Runbook: payments', 'Runbook: payments'],
    ['title: [WIP] Payments', '[WIP] Payments'],
    ["title: @acme/payments: it's # a comment", "@acme/payments: it's"],
  ])('reads a value that only lacks quotes as meant, with a warning: %s', (line, title) => {
    const { page, problems } = readText(
      `---\nslug: payments\n${line}\nchoices:\n  - text: Next: what?\n    to: /\n---\nText.`,
    );
    expect(page).toMatchObject({ title, slug: 'payments' });
    expect(page.sections[0]?.text).toBe('Text.');
    const quotes = 'is read as one text. Put quotes around it, because other tools that read YAML refuse it.';
    expect(problems.slice(0, 2)).toEqual([`warning page.md:3: title: ${quotes}`, `warning page.md:5: text: ${quotes}`]);
  });

  it.each(['title: "open', 'title: a: b\n  and more', 'aliases: [a, b', 'a: [b\ntitle: c: d'])(
    'leaves other mistakes as they are: %j',
    (matter) => {
      expect(readText(`---\n${matter}\n---\nText.`).problems[0]).toMatch(/^error page\.md:\d: the front matter cannot/);
    },
  );

  it('lets keywords lead to a section, named by its heading or its anchor', () => {
    const { page, problems } = readText(
      [
        '---',
        'keywords:',
        '  - whole page',
        '  - {section: Out of memory, text: [oom killed, exit code 137]}',
        '  - {section: "#disk-full", text: no space left}',
        '  - {section: disk-ful, text: disk quota}',
        '  - {section: Disk full}',
        '---',
        '# T',
        '## Out of memory',
        'x',
        '## Disk full',
        'y',
      ].join('\n'),
    );
    expect(page.keywords).toEqual([
      { text: 'whole page' },
      { text: 'oom killed', anchor: 'out-of-memory' },
      { text: 'exit code 137', anchor: 'out-of-memory' },
      { text: 'no space left', anchor: 'disk-full' },
      { text: 'disk quota' },
    ]);
    expect(problems).toEqual([
      'warning page.md:6: keywords[3].section: the page has no section "disk-ful", so its keywords lead to the whole page. Did you mean "disk-full"?',
      expect.stringContaining('page.md:7: keywords[4]: has no text, so it is left out.'),
    ]);
  });

  it('reports every wrong value at once, with file, line, field and remedy', () => {
    const { problems } = readText(
      '---\ntitle: [a]\nsumary: x\norder: first\nchoices: nope\naliases: {a: 1}\nsources: [{title: t}]\n---\nText.',
    );
    expect(problems).toEqual([
      'error page.md:2: title: must be text, not a list. Example: "title: Databases".',
      'warning page.md:3: sumary: is not a field of a page, so it is ignored. Did you mean "summary"?',
      'error page.md:4: order: "first" is not a number. Example: "order: 35".',
      expect.stringContaining('error page.md:5: choices: must be a list, not text'),
      expect.stringContaining('error page.md:6: aliases: must be a list, not a group of fields'),
      'warning page.md:7: sources[0]: has no url, so it is left out. Add "url: https://…".',
    ]);
  });

  it('reports the line on which it cannot be read', () => {
    const { problems } = readText('---\ntitle: A\nslug: "b" c\n---\nText.');
    expect(problems).toEqual([
      expect.stringMatching(/^error page\.md:3: the front matter cannot be read: .+ Put quotes/),
    ]);
  });

  it('may be closed with dots', () => {
    const { page, problems } = readText('---\ntitle: A\n...\nText.\n\n---\n\nMore.');
    expect([page.title, page.sections[0]?.text, problems]).toEqual([
      'A',
      expect.stringMatching(/^Text\.\n\W*More\.$/),
      [],
    ]);
  });

  it('must be closed', () => {
    expect(readText('---\ntitle: A\n\n# Heading').problems).toEqual([
      'error page.md:1: the front matter that starts here has no end. Close it with a line "---".',
    ]);
  });

  it.each(['---js\n{ title: globalThis.hacked = true }\n---\nText.', '\n---coffee\nx\n---\n'])(
    'is refused in any other language: %j',
    (text) => {
      const { problems } = readText(text);
      expect(problems).toEqual([
        expect.stringMatching(
          /^error page\.md:[12]: front matter in "(js|coffee)" is not supported\. Write it in YAML/,
        ),
      ]);
      expect(globalThis).not.toHaveProperty('hacked');
    },
  );

  it.each([
    '---\n\nA page that opens with a line.\n\n---\n\nMore.',
    '---\nJust a line\n\n# Heading',
    '---',
    '---\n---\nText.',
    '------\nText.',
  ])('is not mistaken for a rule: %j', (text) => {
    expect(readText(text).problems).toEqual([]);
  });

  it('takes the anchor above for an alias, however many there are', () => {
    const aliases = (count: number) => `[${'*n, '.repeat(count)}]`;
    const { page, problems } = readText(
      `---\nx: &n old\ny: &n new\naliases: ${aliases(2_000)}\nz: &n later\nsummary: *n\n---\nText.`,
    );
    expect(problems).toEqual([]);
    expect(page).toMatchObject({ aliases: ['new'], summary: 'later' });
  });

  it('can contain a value that contains itself', () => {
    const { problems } = readText('---\naliases: &a [x, *a]\n---\nText.');
    expect(problems).toEqual([expect.stringContaining('error page.md:2: aliases[1]')]);
  });
});

describe('plain Markdown', () => {
  it('takes the title from the first heading and the summary from the introduction', () => {
    const { page } = readText(
      '# Going *live*\n\nFirst. Second, e.g. this one. Third.\n\n## Then\n\nMore.',
      'how-to/go-live.md',
    );
    expect(page).toMatchObject({
      slug: 'how-to/go-live',
      title: 'Going live',
      summary: 'First. Second, e.g. this one.',
    });
    expect(page.sections.map(({ heading, text }) => [heading, text])).toEqual([
      [undefined, 'First. Second, e.g. this one. Third.'],
      ['Then', 'More.'],
    ]);
  });

  it('makes slug and title from the path if there is no heading', () => {
    const { guide } = readTexts({
      'index.md': 'Hello.',
      'how-to/index.md': 'Hello.',
      'tools/README.md': 'Hello.',
      'tools/blue_green.md': 'Hello.',
    });
    expect(guide.pages.map(({ slug, title }) => [slug, title])).toEqual([
      ['index', 'Home'],
      ['how-to', 'How to'],
      ['tools', 'Tools'],
      ['tools/blue_green', 'Blue green'],
    ]);
  });

  it('keeps a derived summary to 300 characters', () => {
    const { page } = readText(`# A\n\n${'word '.repeat(200)}.`);
    expect(page.summary.length).toBeLessThanOrEqual(300);
    expect(page.summary).toMatch(/word…$/);
  });
});

describe('TOML and JSON front matter', () => {
  const toml = [
    '+++',
    'title = "Backups"',
    'description = """Copies that',
    'you have restored."""',
    'weight = 35',
    'updated = 2026-11-20',
    'aliases = ["dumps", "/old/backups/"]',
    '[[choices]]',
    'text = "Where do they go?"',
    'to = "storage"',
    '[extra]',
    'deep = {a = [1, 2]}',
    '+++',
  ].join('\n');
  const json = `{
  "title": "Backups",
  "description": "Copies that you have restored.",
  "weight": 35, "updated": "2026-11-20", "draft": false,
  "aliases": ["dumps", "/old/backups/"],
  "choices": [{"text": "Where do they go?", "to": "storage"}]
}`;

  it.each([
    ['TOML', toml],
    ['TOML after blank lines', `\n\n${toml}`],
    ['TOML with a named fence', toml.replace('+++', '---toml').replace('+++', '---')],
    ['JSON', json],
    ['JSON after blank lines', `\n${json}`],
    ['JSON with a named fence', `---json\n${json}\n---`],
    [
      'YAML after blank lines',
      '\n\n---\ntitle: Backups\nsummary: Copies that you have restored.\norder: 35\nupdated: 2026-11-20\naliases: [dumps]\nchoices: [{text: Where do they go?, to: storage}]\n---',
    ],
  ])('gives every field: %s', (_, matter) => {
    const { page, problems } = readTexts({ 'x.md': `${matter}\nText.\n\n[gone](gone.md)`, 'storage.md': '# Storage' });
    expect(page('x')).toMatchObject({
      title: 'Backups',
      summary: 'Copies that you have restored.',
      order: 35,
      updated: '2026-11-20',
      aliases: ['dumps'],
      nextSteps: [{ text: 'Where do they go?', to: { kind: 'page', slug: 'storage' } }],
    });
    expect(page('x').sections[0]?.text).toMatch(/^Text\./);
    const line = matter.split('\n').length + 3;
    expect(problems).toEqual([expect.stringMatching(`^warning x\\.md:${line}: "gone\\.md" is not a page`)]);
  });

  it.each([
    ['+++\ntitle = Backups\n+++\n', 2, 'as TOML'],
    ['\n+++\ntitle = "x"\ntitle = "y"\n+++\n', 4, 'as TOML'],
    ['+++\ntitle = "x"\n', 1, 'no end. Close it with a line "+++"'],
    ['{\n"title": x\n}\n', 1, 'as JSON'],
    ['{\n"title": "x"\n', 1, 'no end. Close it with a line "}"'],
    ['+++\norder = "soon"\n+++\n', 2, 'order: "soon" is not a number'],
    ['---json\n{"title": "x",\n"order": "soon"}\n---\n', 3, 'order: "soon" is not a number'],
    [`---json\n{"title": [${'1,'.repeat(6_000)}1]}\n---\n`, 2, 'more than 5000 values'],
  ])('names the line of a mistake: %j', (text, line, expected) => {
    let problems: readonly string[];
    try {
      problems = readText(`${text}Text.`).problems;
    } catch (error) {
      problems = [`error page.md:${(error as { line?: number }).line}: ${(error as Error).message}`];
    }
    expect(problems).toEqual([expect.stringContaining(`error page.md:${line}: `)]);
    expect(problems[0]).toContain(expected);
  });

  it.each(['+++ not a fence\n', '+++\n\nText\n\n+++\n', '{\n% raw %}\n', '{{< note >}}\n'])(
    'is not seen in %j',
    (text) => {
      expect(readText(`${text}\n\nMore.`).problems).toEqual([]);
    },
  );

  it('is bounded for deep nesting', () => {
    for (const text of [`+++\na = ${'['.repeat(15_000)}\n+++\n`, `{\n"a": ${'['.repeat(15_000)}\n}\n`])
      expect(readText(text).problems[0]).toMatch(/^error page\.md:\d+: the front matter cannot be read/);
  });
});
