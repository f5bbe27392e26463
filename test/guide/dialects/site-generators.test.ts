import { describe, expect, it } from '@jest/globals';
import { shownPages } from './shown-pages.js';

// Not written out: the check of dependencies would take these texts for imports of the tests.
const IMPORT = ['im', 'port'].join('');

/** A folder as somebody who uses the tool would bring it. */
const lines = (...texts: string[]): string => texts.join('\n');

describe('Docusaurus', () => {
  const files = {
    'sidebars.js': 'module.exports = {};',
    'docs/start.md': lines(
      '---',
      'id: start',
      'title: "`acme` **handbook**"',
      'slug: /',
      'sidebar_position: 1',
      'last_update:',
      '  date: 2026-05-04',
      '---',
      '',
      `${IMPORT} Tabs from '@theme/Tabs';`,
      '',
      'This is release {version.current} of it. {/* keep it in step */}',
      '',
      'See the [list](/docs/category/shipping) and [the switch](./ship/blue-green.mdx#switch).',
      '',
      '```bash title="deploy.sh"',
      'acme up',
      '```',
      '',
      '<details>',
      '<summary>Why *two*?</summary>',
      '',
      'History.',
      '',
      '</details>',
    ),
    'docs/ship/_category_.json': '{"label": "Shipping", "position": 2, "link": {"type": "generated-index"}}',
    'docs/ship/blue-green.mdx': lines(
      '# Blue and {"green"} with `kubectl` {#blue}',
      '',
      '{props.intro}',
      '',
      'Two copies, {frontMatter.title ?? "none"}, one router. Wait {5} minutes{" "}then look: {`done`}.',
      '',
      '{',
      "  ['a', 'b'].map((name) => <li key={name}>{name}</li>)",
      '}',
      '',
      '## Switch {#switch}',
      '',
      'Area is $x^{2}$, sets are `{a, b}`.',
      '',
      '<Card title="Next" href="/docs/start" description="Go on." />',
      '',
      '<Chart data={[{a: 1}, {b: "}"}]} />',
    ),
    'docs/ship/plain.md': '# Plain\n\nIn plain Markdown {a, b} is a set.',
  };

  it('comes with its categories, and without what would have to be run', async () => {
    const { notes, pages, problems, text, links } = await shownPages(files);
    expect(notes).toEqual([
      'reads as: Docusaurus, order from _category_.json',
      'menu not read: sidebars.js (code is never run)',
      'markup left out: <Chart /> (1 page)',
    ]);
    expect(pages).toEqual([
      'docs/start: acme handbook',
      'Shipping › docs/ship/blue-green: Blue and green with kubectl',
      'Shipping › docs/ship/plain: Plain',
    ]);
    expect(problems).toEqual([
      'docs/ship/blue-green.mdx:3: {props.intro} and 2 more expressions cannot be shown, because code is never run, so they are left out. Say in the text what they show.',
      'docs/start.md:12: {version.current} cannot be shown, because code is never run, so it is left out. Say in the text what it shows.',
    ]);
    expect(text('docs/start')).toEqual([
      'This is release of it.',
      'See the list and the switch.',
      'deploy.sh',
      'code: acme up',
      'Why two?',
      'History.',
    ]);
    expect(links('docs/start')).toEqual(['list → docs/ship/blue-green', 'the switch → docs/ship/blue-green#switch']);
    expect(text('docs/ship/blue-green')).toEqual([
      'Two copies, one router. Wait 5 minutes then look: done.',
      '## Switch',
      'Area is $x^{2}$, sets are {a, b}.',
      'Next – Go on.',
    ]);
    expect(links('docs/ship/blue-green')).toEqual(['Next → docs/start']);
    expect(text('docs/ship/plain')).toEqual(['In plain Markdown {a, b} is a set.']);
  });

  it('has text of components where it is indented, in HTML, and behind a backslash', async () => {
    const { problems, text, links } = await shownPages({
      'a/_category_.json': '{"label": "A"}',
      'a/one.mdx': lines(
        '# One',
        '',
        '<details>',
        '  <summary>Why **two**?</summary>',
        '  <div>',
        '    Read [the other](./two.md).',
        '',
        '    - first',
        '      more of it',
        '        - deep',
        '  </div>',
        '</details>',
        '',
        '<Steps>',
        '  <ul>',
        '    <li>Fill the **tank**.</li>',
        '  </ul>',
        '</Steps>',
        '',
        "A \\<T\\> of <span style={{ color: 'red' }} id=\"x\">red</span> {'{'}braces{'}'} is out <Icon name=\"star\" />.",
        '',
        '<LinkButton href="/a/two" variant="primary">All of it</LinkButton>',
        '',
        '## Steps [!toc]',
        '',
        ':::tip[Use **both** hands]',
        'Always.',
        ':::',
      ),
      'a/two.md': lines('# Two', '', '<Admonition type="tip" title="Mind">', '  The gap.', '</Admonition>'),
    });
    expect(problems).toEqual([]);
    expect(text('a/one')).toEqual([
      'Why two?',
      'Read the other.',
      '- first more of it',
      '- - deep',
      '- Fill the tank.',
      'A <T> of red {braces} is out.',
      'All of it',
      '## Steps',
      '> Use both hands: Always.',
    ]);
    expect(links('a/one')).toEqual(['the other → a/two', 'All of it → a/two']);
    expect(text('a/two')).toEqual(['> Mind: The gap.']);
  });
});

describe('Starlight', () => {
  it('shows cards with their descriptions, steps and tabs', async () => {
    const { pages, problems, text, notes, links } = await shownPages({
      'guides/undo.mdx': lines(
        '---',
        'title: Undo',
        'sidebar: {order: 1, badge: New}',
        '---',
        `${IMPORT} { Steps, LinkCard, Code } from '@astrojs/starlight/components';`,
        '',
        '<LinkCard title="Alerts" href="/guides/alerts/" description="When it rings." />',
        '',
        '<Steps>',
        '',
        '1. Find it:',
        '',
        '   ```sh',
        '   acme list',
        '   ```',
        '',
        '2. Undo it. <Badge text="fast" />',
        '',
        '</Steps>',
        '',
        '<Code code={imported} lang="ts" />',
      ),
      'guides/alerts.md': '---\ntitle: Alerts\nsidebar:\n  order: 2\n---\n:::note[Who]{icon="heart"}\nOn call.\n:::',
    });
    expect(notes).toEqual(['reads as: Starlight', 'markup left out: <Code /> (1 page)']);
    expect(pages).toEqual(['guides/undo: Undo', 'guides/alerts: Alerts']);
    expect(problems).toEqual([]);
    expect(text('guides/undo')).toEqual([
      'Alerts – When it rings.',
      '- Find it:',
      '- code: acme list',
      '- Undo it. fast',
    ]);
    expect(links('guides/undo')).toEqual(['Alerts → guides/alerts']);
    expect(text('guides/alerts')).toEqual(['> Who: On call.']);
  });
});

describe('Nextra', () => {
  it('names tabs from the list around them, and steps from their headings', async () => {
    const { notes, pages, text, summary } = await shownPages({
      '_meta.ts': 'export default { index: "Start" }',
      'index.mdx': lines(
        `${IMPORT} { Cards } from 'nextra/components'`,
        '',
        '# Start',
        '',
        '<Cards>',
        '  <Cards.Card icon={<Box />} title="Install it" href="/install" />',
        '  <Cards.Card title="Second" href="/install" arrow />',
        '</Cards>',
        '',
        'Everything that you need to know on your first day.',
      ),
      'install.mdx': lines(
        `${IMPORT} { Steps, Tabs } from 'nextra/components'`,
        '',
        '# Install',
        '',
        "<Tabs items={['pnpm', 'npm']}>",
        '  <Tabs.Tab>',
        '    ```sh',
        '    pnpm add x',
        '    ```',
        '  </Tabs.Tab>',
        '  <Tabs.Tab>npm i x</Tabs.Tab>',
        '</Tabs>',
        '',
        'Then:',
        '',
        '<Steps>',
        '### Run it',
        '',
        '{process.env.CI && <p>Only here</p>}',
        'Now.',
        '</Steps>',
      ),
    });
    expect(notes).toEqual(['reads as: MDX', 'menu not read: _meta.ts (code is never run)']);
    expect(pages).toEqual(['index: Start', 'install: Install']);
    expect(summary('index')).toBe('Everything that you need to know on your first day.');
    expect(text('index').slice(0, 2)).toEqual(['Install it', 'Second']);
    expect(text('install')).toEqual(['pnpm', 'code: pnpm add x', 'npm', 'npm i x', 'Then:', '### Run it', 'Now.']);
  });
});

describe('VitePress', () => {
  it('loses its scripts and outputs, and keeps the names of code and what is meant as it is', async () => {
    const { notes, problems, text } = await shownPages({
      'guide/start.md': lines(
        '# Start <Badge type="tip" text="new" />',
        '',
        '<script setup>',
        `${IMPORT} { ref } from 'vue'`,
        'const count = ref(0)',
        '</script>',
        '',
        '[[toc]]',
        '',
        '::: code-group',
        '```sh [npm]',
        'npm i',
        '```',
        '```sh [pnpm]',
        'pnpm i',
        '```',
        ':::',
        '',
        'Count: {{ count }}, <span v-pre>{{ raw }}</span>, `{{ code }}`.',
        '',
        '<<< @/snippets/x.js#part{1,2}',
        '',
        '<!--@include: ./part.md-->',
        '',
        'Last{.small}',
        '',
        '::: v-pre',
        '{{ kept }}',
        ':::',
      ),
      'guide/part.md': '---\ntitle: Part\n---\nIncluded.',
    });
    expect(notes).toEqual([
      'reads as: VitePress',
      'markup left out: <<< @/snippets/x.js#part{1,2} (1 page), {{ count }} (1 page)',
    ]);
    expect(problems).toEqual([]);
    expect(text('guide/start')).toEqual([
      'npm',
      'code: npm i',
      'pnpm',
      'code: pnpm i',
      'Count:, {{ raw }}, {{ code }}.',
      'Included.',
      'Last',
      '{{ kept }}',
    ]);
  });
});

describe('the variables of a page', () => {
  it('stay, whatever double braces mean to the tool', async () => {
    const page =
      '---\ntitle: Ship\nvariables: [service]\n---\n## Checklist\n\n- [ ] Deploy {{ service }} {{ page.title }}\n';
    for (const [settings, name] of [
      [{ '_config.yml': 'title: X' }, 'ship.md'],
      [{ 'guidepost.yml': 'dialect: vitepress' }, 'ship.md'],
      [{}, 'ship.mdx'],
    ] as const) {
      const { problems, text } = await shownPages({ ...settings, [name]: page });
      expect(problems).toEqual([]);
      expect(text('ship').at(-1)).toContain('- Deploy {{ service }}');
    }
  });
});

describe('Hugo', () => {
  it('finds its pages by name, and leaves no part of a shortcode', async () => {
    const { notes, problems, text, links, pages } = await shownPages({
      '_index.md': '+++\ntitle = "Handbook"\nweight = 9\n+++\nAll of it. {{% children depth="2" %}}',
      'docs/_index.md': '---\ntitle: The docs\nweight: 1\n---\n{{% pageinfo %}}\nA draft.\n{{% /pageinfo %}}',
      'docs/deploy.md': lines(
        '---',
        'title: Deploy',
        'weight: 2',
        'lastmod: 2026-06-02T10:00:00Z',
        '---',
        '[a]({{< ref "undo.md#steps" >}}) [b]({{< relref "/docs/undo" >}}) [c]({{% ref path="docs/undo.md" %}}) [d]({{< ref "undo" >}}).',
        '',
        'Read {{< ref "undo" >}} first. {{</* note */>}} is a shortcode. {{< comment >}}not this{{< /comment >}}',
        '',
        '{{< mermaid >}}',
        'graph TD; A-->B',
        '{{< /mermaid >}}',
        '',
        'Canary',
        ': A first few.',
        '',
        '    Then more.',
      ),
      'docs/undo/index.md': '---\ntitle: Undo\nweight: 1\n---\n## Steps\n\nDo it.',
    });
    expect(notes).toEqual(['reads as: Hugo', 'markup left out: {{< children >}} (1 page)']);
    expect(problems).toEqual([]);
    expect(pages).toEqual(['docs: The docs', 'docs/undo: Undo', 'docs/deploy: Deploy', 'index: Handbook']);
    expect(text('index')).toEqual(['All of it.']);
    expect(text('docs')).toEqual(['A draft.']);
    expect(links('docs/deploy')).toEqual([
      'a → docs/undo#steps',
      'b → docs/undo',
      'c → docs/undo',
      'd → docs/undo',
      'undo → docs/undo',
    ]);
    expect(text('docs/deploy').slice(1)).toEqual([
      'Read undo first. {{< note >}} is a shortcode.',
      'code: graph TD; A-->B',
      'Canary',
      'A first few.',
      'Then more.',
    ]);
  });
});

describe('Jekyll', () => {
  it('has its addresses without Liquid, its callouts, and what is raw', async () => {
    const { notes, problems, text, links, pages } = await shownPages({
      '_config.yml': 'title: X\nbaseurl: "/handbook" # where it is\ncollections: {guides: {output: true}}',
      'index.md': lines(
        '---',
        'title: Start',
        'permalink: /',
        'nav_order: 1',
        '---',
        '# Handbook',
        '{: .no_toc }',
        '',
        '[a]({% link _guides/ship.md %}){: .btn } [b]({% post_url 2026-01-02-launch %}) [c]({{ site.baseurl }}/guides/ship) [d]({{ "/guides/ship.html" | relative_url }}) [e](/handbook/guides/ship/) [f](/2026/01/02/launch.html)',
        '',
        '1. TOC',
        '{:toc}',
        '',
        '{: .warning }',
        '> Take care.',
        '',
        '{: .note-title }',
        '> Mind',
        '>',
        '> The gap.',
        '',
        '{: .important }',
        'Not quoted.',
        '',
        '{% include note.html content="Included text" %}',
        '',
        '{% capture x %}hidden{% endcapture %}{% comment %}',
        'hidden, too',
        '{% endcomment %}Version {{ site.version }}. {% raw %}{{ not_liquid }}{% endraw %}',
      ),
      '_guides/ship.md': '---\ntitle: Ship\nparent: Guides\nnav_order: 2\n---\nBack [home](/handbook/).',
      'guides.md': '---\ntitle: Guides\nhas_children: true\nnav_order: 2\n---\nAll guides.',
      '_posts/2026-01-02-launch.md': '---\ntitle: Launch\n---\nWe launched.',
    });
    expect(notes).toEqual(['reads as: Jekyll', 'markup left out: {{ site.version }} (1 page)']);
    expect(problems).toEqual([]);
    expect(pages.slice(0, 3)).toEqual(['index: Start', 'Guides › guides: Guides', 'Guides › _guides/ship: Ship']);
    expect(links('index')).toEqual([
      'a → _guides/ship',
      'b → _posts/2026-01-02-launch',
      'c → _guides/ship',
      'd → _guides/ship',
      'e → _guides/ship',
      'f → _posts/2026-01-02-launch',
    ]);
    expect(links('_guides/ship')).toEqual(['home → index']);
    expect(text('index').slice(2)).toEqual([
      '> Warning: Take care.',
      '> Mind',
      '> The gap.',
      '> Important: Not quoted.',
      'Included text',
      'Version. {{ not_liquid }}',
    ]);
  });
});

describe('MkDocs and TechDocs', () => {
  it('has no mark of its extensions', async () => {
    const { notes, problems, text, links } = await shownPages(
      {
        'catalog-info.yaml': 'kind: Component',
        'mkdocs.yml':
          'site_name: pay\nsite_url: https://docs.acme.test/pay/\nnav:\n  - Home: index.md\n  - Run:\n      - runbooks/queue.md\n',
        'docs/index.md': lines(
          '# pay',
          '',
          'Takes money. :material-check: :octicons-alert-16:',
          '',
          '++ctrl+c++ stops it. H~2~O, x^2^, x^n+1^, ^^new^^, ==marked==, {--old--}{++new++} {==this==}{>>why<<} {~~a~>b~~}.',
          '',
          '*[SLA]: Service level agreement',
          '',
          'The SLA is high. An SLA is a promise. `SLA`',
          '',
          'See [a](runbooks/queue/), [b](https://docs.acme.test/pay/runbooks/queue/#now), [c](/pay/runbooks/queue/), [d](https://docs.acme.test/other).',
          '',
          '{{ config.site_name }} is its name. Write {{ name }} yourself.',
          '',
          '<div class="grid" markdown>',
          '',
          '- **One**',
          '',
          '</div>',
          '',
          '<figure markdown="span">',
          '  ![Alt text](x.png)',
          '  <figcaption>A caption</figcaption>',
          '</figure>',
          '',
          '$$',
          'x = y',
          '$$',
          '',
          '$$ a^2 $$',
        ),
        'docs/runbooks/queue.md': '# Queue { #queue }\n\n## Now { #now }\n\nText. a ++ b == c, i++ and j++.',
      },
      'docs',
    );
    expect(notes).toEqual([
      'reads as: MkDocs, nav from ../mkdocs.yml',
      'markup left out: {{ config.site_name }} (1 page)',
    ]);
    expect(problems).toEqual([]);
    expect(text('index')).toEqual([
      'Takes money.',
      'Ctrl+C stops it. H₂O, x², xⁿ⁺¹, new, marked, new this b.',
      'The SLA (Service level agreement) is high. An SLA is a promise. SLA',
      'See a, b, c, d.',
      'is its name. Write {{ name }} yourself.',
      '- One',
      'Alt text',
      'A caption',
      'code: x = y',
      'code: a^2',
    ]);
    expect(links('index')).toEqual([
      'a → runbooks/queue',
      'b → runbooks/queue#now',
      'c → runbooks/queue',
      'd → https://docs.acme.test/other',
    ]);
    expect(text('runbooks/queue')).toEqual(['## Now', 'Text. a ++ b == c, i++ and j++.']);
  });
});

describe('Zola', () => {
  it('has callouts with bodies, and loses other shortcodes', async () => {
    const { notes, problems, text, links, pages } = await shownPages({
      '_index.md': '+++\ntitle = "Book"\n+++\nHello.',
      'ops/_index.md': '+++\ntitle = "Operations"\nweight = 1\n+++\n[a](@/ops/deploy.md#run) [b](@/_index.md)',
      'ops/deploy.md': lines(
        '+++',
        'title = "Deploy"',
        'weight = 2',
        '+++',
        '{{ youtube(id="x", autoplay=true) }}',
        '',
        '{% note(title="Mind") %}',
        'The gap.',
        '{% end %}',
        '',
        '## Run',
        '',
        'Go. {{/* shown() */}} and {{ plain }}.',
      ),
    });
    expect(notes).toEqual(['reads as: Zola', 'markup left out: {{ youtube() }} (1 page)']);
    expect(problems).toEqual([]);
    expect(pages).toEqual(['index: Book', 'ops: Operations', 'ops/deploy: Deploy']);
    expect(links('ops')).toEqual(['a → ops/deploy#run', 'b → index']);
    expect(text('ops/deploy')).toEqual(['> Mind: The gap.', '## Run', 'Go. {{ shown() }} and {{ plain }}.']);
  });
});

describe('the addresses of site generators', () => {
  it('take a page by its path, its redirects, its slug in the folder, and without the numbers that order files', async () => {
    const { links, problems } = await shownPages({
      'runs/01-brew/02-grind.md':
        '---\nslug: mill\nunlisted: true\n---\n# Grind\n\n[pour](/runs/brew/pour) [tea](../steep)',
      'runs/01-brew/03-pour.md': '# Pour\n\n[mill](mill) [mill](/runs/01-brew/mill/)',
      'runs/steep.md':
        '+++\ntitle = "Steep"\npath = "tea-time"\naliases = ["old-tea"]\n+++\n[new](/tea-time/) [old](/old-tea)',
    });
    expect(problems).toEqual([]);
    expect(links('mill')).toEqual(['pour → runs/01-brew/03-pour', 'tea → runs/steep']);
    expect(links('runs/01-brew/03-pour')).toEqual(['mill → mill', 'mill → mill']);
    expect(links('runs/steep')).toEqual(['new → runs/steep', 'old → runs/steep']);
  });

  it('find files with a percent sign in their name, as Azure DevOps writes it', async () => {
    const { links, problems, pages } = await shownPages({
      'Home.md': '# Home\n\n[a](/Ops/Turn-off-%2D-on) [b](./Ops/Turn-off-%2D-on.md)',
      'Ops/Turn-off-%2D-on.md': '# Off\n\nOff, then [on](../Home.md).',
      '03-later/index.md': 'Later, when [home](../Home.md).',
      '2-factor.md': 'With a [key](Home.md).',
    });
    expect(problems).toEqual([]);
    expect(links('Home')).toEqual(['a → Ops/Turn-off-%2D-on', 'b → Ops/Turn-off-%2D-on']);
    expect(pages).toEqual(expect.arrayContaining(['03-later: Later', '2-factor: 2 factor']));
  });

  it('lead to a start page that is made of fields', async () => {
    const { pages, summary, problems } = await shownPages({
      'index.md':
        '---\nlayout: home\nhero:\n  name: Kettle\n  tagline: How the team boils water for everybody on the floor.\n---\n',
      'boil.md': '# Boil\n\nFill it, [start](index.md) it, and wait until the switch goes up by itself.',
    });
    expect([pages, problems]).toEqual([['index: Kettle', 'boil: Boil'], []]);
    expect(summary('index')).toBe('How the team boils water for everybody on the floor.');
  });
});

describe('parts of pages', () => {
  it('are found where tools are told to look, and what is no Markdown is named', async () => {
    const { notes, text } = await shownPages(
      {
        'mkdocs.yml': 'docs_dir: docs\nmarkdown_extensions: [{pymdownx.snippets: {base_path: [docs/parts]}}]',
        'docs/index.md': lines(
          '# Start',
          '',
          '=== ":fontawesome-brands-linux: Linux"',
          '',
          '    --8<-- "ring.md"',
          '',
          '    ```yaml',
          '    --8<-- "bell.yaml"',
          '    ```',
          '',
          '    | Bell { .wide } | Tone |',
          '    | --- | --- |',
          '    | [low](https://example.com){ data-preview } | C |',
        ),
        'docs/parts/ring.md': 'Ring twice.',
        'docs/other/song.md': '# Song\n\n--8<-- "ding.md"',
        'docs/a/ding.md': 'Ding.',
        'docs/b/ding.md': 'Dong.',
      },
      'docs',
    );
    expect(notes).toEqual(['reads as: MkDocs', 'markup left out: --8<-- bell.yaml (1 page), --8<-- ding.md (1 page)']);
    expect(text('index')).toEqual(['## Linux', 'Ring twice.', 'Bell | Tone low | C']);
    expect(text('other/song')).toEqual([]);
  });

  it('stand where their component does in MDX', async () => {
    const { notes, pages, text } = await shownPages({
      'choir.mdx': lines(
        '# Choir',
        '',
        `${IMPORT} Hall from './bits/_hall.mdx';`,
        `${IMPORT} Time, { toc } from '@site/bits/time.mdx'`,
        '',
        'Sing.',
        '',
        '- Where:',
        '  <Hall floor="2" />',
        '',
        '<Time />',
        '',
        '<Gone />',
      ),
      'bits/_hall.mdx': `${IMPORT} Time from './time.mdx';\n\nIn the hall.\n\n<Time />`,
      'bits/time.mdx': '---\ntitle: Time\n---\nAt **six**.',
    });
    expect(notes).toEqual(['reads as: Docusaurus', 'markup left out: <Gone /> (1 page)']);
    expect(pages).toEqual(['choir: Choir']);
    expect(text('choir')).toEqual(['Sing.', '- Where:', '- In the hall.', '- At six.', 'At six.']);
  });

  it('may be constants of the page, in MDX', async () => {
    const { text, problems } = await shownPages({
      'sauna.mdx': lines(
        'export const warmest = 95;',
        "export const day: string = 'Friday'",
        'export const list = [1, 2];',
        '',
        '# Sauna',
        '',
        'At most {warmest} degrees, on {day}, for {list.length} people.',
        '',
        '`{warmest}` is code.',
      ),
    });
    expect(text('sauna')).toEqual(['At most 95 degrees, on Friday, for people.', '{warmest} is code.']);
    expect(problems).toEqual([expect.stringMatching(/^sauna\.mdx:7: \{list\.length\} cannot be shown/)]);
  });

  it('are no pages of their own, if no menu names them and nothing links to them', async () => {
    const { pages, text } = await shownPages({
      'tune.md': '# Tune\n\n--8<-- "bits/key.md"\n\n--8<-- "bits/mode.md"\n\nSee [the mode](bits/mode.md).',
      'bits/key.md': '--8<-- "bits/deep.md"',
      'bits/deep.md': 'In C.',
      'bits/mode.md': 'Major.',
      'round/a.md': 'A. --8<--\n\n--8<-- "round/b.md"',
      'round/b.md': 'B.\n\n--8<-- "round/a.md"',
    });
    expect(pages.map((page) => page.replace(/.* › /, ''))).toEqual([
      'bits/mode: Mode',
      'round/a: A',
      'round/b: B',
      'tune: Tune',
    ]);
    expect(text('tune')).toEqual(['In C.', 'Major.', 'See the mode.']);
  });

  it('have the values that the plugin macros of MkDocs fills in', async () => {
    const { notes, text } = await shownPages({
      'mkdocs.yml':
        'docs_dir: .\nplugins:\n  - search\n  - macros:\n      on_undefined: keep\nextra:\n  tempo: 120\n  links: {score: "https://example.com/score"}',
      'index.md':
        '# Beat\n\nPlay at {{ tempo }} from [here]({{ links.score }}) by {{ author | upper }}, and write `{{ tempo }}`.',
    });
    expect(notes).toEqual(['reads as: MkDocs', 'markup left out: {{ author }} (1 page)']);
    expect(text('index')).toEqual(['Play at 120 from here by, and write {{ tempo }}.']);
  });

  it('are read from the folder of GitBook, which has pictures and downloads, too', async () => {
    const { problems, text, pages, links } = await shownPages({
      'SUMMARY.md': '# Menu\n\n* [Bells](README.md)',
      'README.md': lines(
        '# Bells',
        '',
        '{% include ".gitbook/includes/ring.md" %}',
        '',
        '[a form](.gitbook/assets/form.pdf)',
        '',
        '{% hint %}',
        'Wear plugs.',
        '{% endhint %}',
        '',
        '<table data-view="cards"><thead><tr><th></th><th></th><th data-hidden data-card-target></th></tr></thead><tbody><tr><td><strong>Tone</strong></td><td>High or low</td><td><a href="tone.md">tone.md</a></td></tr></tbody></table>',
        '',
        '| Bell | Tones |',
        '| --- | --- |',
        '| Big | <p>Low</p><ul><li>C</li><li>D</li></ul> |',
      ),
      'tone.md': '# Tone\n\nEvery bell has a tone that it keeps for as long as it is not cracked.',
      '.gitbook/includes/ring.md': '---\ntitle: Ring\n---\n\nRing at noon.',
      '.gitbook/assets/form.pdf': '',
    });
    expect(problems).toEqual([]);
    expect(pages).toEqual(['index: Bells', 'tone: Tone']);
    expect(text('index')).toEqual([
      'Ring at noon.',
      'a form',
      '> Hint: Wear plugs.',
      '- Tone – High or low',
      'Bell | Tones Big | Low C D',
    ]);
    expect(links('index')).toEqual(['Tone → tone']);
  });
});

describe('mdBook', () => {
  it('has its chapters, their links, and code without what only the compiler reads', async () => {
    const { notes, problems, text, links, pages } = await shownPages({
      'book.toml': '[book]\nsrc = "src"',
      'src/SUMMARY.md':
        '# Summary\n\n[Introduction](README.md)\n\n# Run\n\n- [Deploy](deploy/index.html.md)\n  - [By hand](deploy/hand.md)\n- [Later]()\n',
      'src/README.md': lines(
        '# Introduction',
        '',
        '{{#title Book}}',
        '',
        '{{#include deploy/hand.md}}',
        '',
        '{{#include ../../../etc/passwd}}',
        '',
        '```rust,ignore',
        '# fn main() {',
        'go();',
        '#[test]',
        '# }',
        '```',
        '',
        '```rust',
        '{{#include ../listings/bell.rs:2:5}}',
        '```',
        '',
        '```sh',
        '# a comment',
        '```',
      ),
      'src/deploy/index.html.md': '# Deploy\n\n[a](hand.html) [b](../index.html) [c](../README.md)',
      'src/deploy/hand.md': 'With [the first](./index.html.md).',
    });
    expect(notes).toEqual([
      'reads as: mdBook, nav from src/SUMMARY.md',
      'markup left out: {{#include bell.rs:2:5}} (1 page), {{#include passwd}} (1 page)',
    ]);
    expect(problems).toEqual([]);
    expect(pages).toEqual(['src: Introduction', 'Deploy › src/deploy: Deploy', 'Deploy › src/deploy/hand: By hand']);
    expect(text('src')).toEqual(['With the first.', 'code: go();\n#[test]', 'code: # a comment']);
    expect(links('src/deploy')).toEqual(['a → src/deploy/hand', 'b → src', 'c → src']);
    expect(links('src/deploy/hand')).toEqual(['the first → src/deploy']);
  });
});
