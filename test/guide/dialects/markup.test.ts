import { describe, expect, it } from '@jest/globals';
import type { RootContent } from 'mdast';
import { plainText } from '../../../src/guide/text.js';
import { everyCase } from '../../every-case.js';
import { readText } from '../read-texts.js';

// Not written out: the check of dependencies would take these texts for imports of the tests.
const IMPORT = ['im', 'port'].join('');

/** A page as one line for each block: `quote: Note: text`. */
function outline(text: string, file = 'page.md'): string[] {
  const { page, problems } = readText(`# T\n\n${text}`, file);
  expect(problems).toEqual([]);
  return page.sections.flatMap(({ heading, content }) => [
    ...(heading ? [`## ${heading}`] : []),
    ...content.flatMap(lines),
  ]);
}

function lines(node: RootContent): string[] {
  switch (node.type) {
    case 'blockquote':
      return node.children.flatMap(lines).map((line) => `> ${line}`);
    case 'list':
      return node.children.flatMap(({ children }) => children.flatMap(lines).map((line) => `- ${line}`));
    case 'code':
      return [`code: ${node.value}`];
    default:
      return [plainText([node], ' ')];
  }
}

describe('MkDocs', () => {
  it('callouts are quotations with all that is indented below them, also in lists and in each other', () => {
    expect(
      outline(
        [
          '!!! warning "Two `people`"',
          '',
          '    Do this with two.',
          '',
          '    - one',
          '',
          '    ```sh',
          '    ::: deploy',
          '    ```',
          '',
          'After it.',
          '',
          '1. First',
          '',
          '    ??? tip',
          '        In the list.',
          '',
          '        !!! note "Deep"',
          '            Deeper.',
          '',
          '2. Second',
        ].join('\n'),
      ),
    ).toEqual([
      '> Two people',
      '> Do this with two.',
      '> - one',
      '> code: ::: deploy',
      'After it.',
      '- First',
      '- > Tip: In the list.',
      '- > > Deep: Deeper.',
      '- Second',
    ]);
  });

  it('what folds may have a title alone, and blocks of HTML have none', () => {
    expect(outline('??? "Why"\n    Because.\n\n???+ "How"\n    So.\n\n/// html | div.grid\nInside.\n///')).toEqual([
      '> Why: Because.',
      '> How: So.',
      'Inside.',
    ]);
  });

  it('callouts may have a name of their own, or classes', () => {
    expect(outline('!!! technical details\n    How it works.\n\n!!! info inline end\n    Beside.')).toEqual([
      '> technical details: How it works.',
      '> Info: Beside.',
    ]);
  });

  it('tabs are headings at the end of a section, and bold names elsewhere', () => {
    const tabs = '=== "Linux"\n\n    ```sh\n    rotate\n    ```\n\n=== "Mac"\n\n    Use **it**.\n';
    expect(outline(`## Rotate\n\n${tabs}`)).toEqual(['## Rotate', '## Linux', 'code: rotate', '## Mac', 'Use it.']);
    expect(outline(`## Rotate\n\n${tabs}\nThen wait.`)).toEqual([
      '## Rotate',
      'Linux',
      'code: rotate',
      'Mac',
      'Use it.',
      'Then wait.',
    ]);
  });

  it('blocks and attributes leave no marks', () => {
    expect(
      outline(
        '/// details | More\n    type: warning\n\nInside.\n///\n\n[a](https://example.com){ .md-button } *b*{: .c } `{ #d }`\n{: .note }\n\n## Part { #part .x }\n\nText {with braces}.',
      ),
    ).toEqual(['> More', '> Inside.', 'a b { #d }', '## Part', 'Text {with braces}.']);
    const { page } = readText('# T\n\n## Part {#own-id}\n\na\n\n## Other {: #own-id }\n\nb');
    expect(page.sections.map(({ anchor }) => anchor)).toEqual(['', 'own-id', 'own-id-1']);
  });
});

describe('containers', () => {
  it('of VitePress, Docusaurus and MyST are callouts with their titles', () => {
    expect(
      outline(
        '::: warning Two people\nDo it.\n:::\n\n:::danger\n\nOld ones stop.\n\n- a\n\n:::\n\n:::note[With *title*]\nText.\n:::\n\n:::{tip}\nHint.\n:::\n\n::: details Click {open}\n```\n:::\n```\n:::',
      ),
    ).toEqual([
      '> Two people: Do it.',
      '> Danger',
      '> Old ones stop.',
      '> - a',
      '> With title: Text.',
      '> Tip: Hint.',
      '> Click',
      '> code: :::',
    ]);
  });

  it('nest, and leave no marks if they are not closed or not known', () => {
    expect(outline('::::note\n:::tip\nInner.\n:::\nOuter.\n::::\nAfter.')).toEqual([
      '> Note',
      '> > Tip: Inner.',
      '> Outer.',
      'After.',
    ]);
    expect(outline('::: code-group\n\nText.\n\n:::\n\n::: warning\nNever closed.\n\n:::unknown Title\nMore.')).toEqual([
      'Text.',
      'warning Never closed.',
      'Title More.',
    ]);
  });

  it('may be quotations of GitHub and Obsidian', () => {
    expect(outline('> [!WARNING]\n> Back up.\n\n> [!note]- Folded *one*\n> Text.\n\n> [!custom]\n> Text.')).toEqual([
      '> Warning: Back up.',
      '> Folded one: Text.',
      '> Custom: Text.',
    ]);
  });
});

describe('MDX', () => {
  it('shows what its components hold, and none of their code', () => {
    expect(
      outline(
        [
          `${IMPORT} Tabs from '@theme/Tabs';`,
          `${IMPORT} {`,
          '  A,',
          "} from '@site/x';",
          '',
          'export const x = {',
          '  a: 1,',
          '};',
          '',
          '{/* a comment',
          'over lines */}',
          '',
          'Intro{\' \'}with `<Code x={1}>` and <Badge text="New" /> mark.',
          '',
          '<Note title="Careful">',
          '  With **this**.',
          '</Note>',
          '',
          '<Tabs>',
          '  <TabItem value="npm" label="npm">',
          '',
          '    ```sh',
          `    ${IMPORT} x from "y"`,
          '    ```',
          '',
          '  </TabItem>',
          '  <TabItem value="yarn">',
          '    Run yarn.',
          '  </TabItem>',
          '</Tabs>',
          '',
          '<Steps>',
          '1. One',
          '2. Two',
          '',
          '   More.',
          '</Steps>',
          '',
          '<Card',
          '  title="Read on"',
          '  icon={<Icon name="x" />}',
          '>',
          '  Card text.',
          '</Card>',
          '',
          '<div className="x">',
          '**bold** text',
          '</div>',
        ].join('\n'),
        'page.mdx',
      ),
    ).toEqual([
      'Intro with <Code x={1}> and New mark.',
      '> Careful: With this.',
      'npm',
      `code: ${IMPORT} x from "y"`,
      'yarn',
      'Run yarn.',
      '- One',
      '- Two',
      '- More.',
      'Read on',
      'Card text.',
      'bold text',
    ]);
  });

  it('shows components that are written as code for other tools', () => {
    expect(
      outline(
        'Text.\n\n```mdx-code-block\n<Tabs>\n  <TabItem value="a" label="A">Apple</TabItem>\n</Tabs>\n```\n\n```jsx\n<Tabs />\n```',
        'a.mdx',
      ),
    ).toEqual(['Text.', 'A', 'Apple', 'code: <Tabs />']);
  });

  it('is recognized in .md by its imports only', () => {
    expect(outline(`${IMPORT} X from './x';\n\n<X a={1}>Text.</X>`)).toEqual(['Text.']);
    expect(outline('import the data from a dump, then <Name> it.')).toEqual([
      'import the data from a dump, then <Name> it.',
    ]);
  });
});

describe('components in a list of MDX', () => {
  it('stay in their item, however deep they indent their content', () => {
    expect(
      outline(
        [
          '1. Knead',
          '   <Warning>',
          '     Only **once**.',
          '',
          '     - or twice',
          '   </Warning>',
          '',
          '   then rest',
          '2. Heat:',
          '   <Tabs>',
          '     <TabItem label="Oven">',
          '       ```sh',
          '       bake',
          '         --hot',
          '       ```',
          '     </TabItem>',
          '     <TabItem label="Pan">',
          '       Fry it.',
          '     </TabItem>',
          '   </Tabs>',
          '3. Eat',
          '',
          '<CodeGroup>',
          '```bash npm',
          'npm i',
          '```',
          '```bash yarn',
          'yarn add',
          '```',
          '</CodeGroup>',
        ].join('\n'),
        'page.mdx',
      ),
    ).toEqual([
      '- Knead',
      '- > Warning: Only once.',
      '- > - or twice',
      '- then rest',
      '- Heat:',
      '- Oven',
      '- code: bake\n  --hot',
      '- Pan',
      '- Fry it.',
      '- Eat',
      'npm',
      'code: npm i',
      'yarn',
      'code: yarn add',
    ]);
  });
});

describe('tags of templates', () => {
  it('of GitBook are callouts and tabs', () => {
    expect(
      outline(
        '{% hint style="warning" %}\nMind it.\n{% endhint %}\n\n{% tabs %}\n{% tab title="One" %}\nFirst.\n{% endtab %}\n\n{% tab title="Two" %}\nSecond.\n{% endtab %}\n{% endtabs %}\n\n{% embed url="https://example.com/x" %}\n\nUse `{% if x %}` or {% raw %}{{ x }}{% endraw %}.',
      ),
    ).toEqual([
      '> Warning: Mind it.',
      'One',
      'First.',
      'Two',
      'Second.',
      'https://example.com/x',
      'Use {% if x %} or {{ x }}.',
    ]);
  });

  it('of Hugo are callouts, tabs, code and addresses', () => {
    expect(
      outline(
        '{{< note >}}\nMind `{{< x >}}`.\n{{< /note >}}\n\n{{% alert title="Heads up" color="warning" %}}\nCareful.\n{{% /alert %}}\n\n{{< tabs name="t" >}}\n{{% tab "Linux" %}}\nRun.\n{{% /tab %}}\n{{< /tabs >}}\n\n{{< highlight go "linenos=table" >}}\nfunc main() {}\n{{< /highlight >}}\n\nA {{< glossary_tooltip text="pod" term_id="pod" >}}, see [it]({{< ref "page.md" >}}). {{< youtube x >}}',
      ),
    ).toEqual([
      '> Note: Mind {{< x >}}.',
      '> Heads up: Careful.',
      'Linux',
      'Run.',
      'code: func main() {}',
      'A pod, see it.',
    ]);
  });

  it('of Hugo’s themes are cards, buttons, keys, badges, and tabs that hold code', () => {
    expect(
      outline(
        [
          '{{< cards >}}',
          '  {{< card link="https://example.com/oven" title="Oven" subtitle="How hot" icon="fire" >}}',
          '{{< /cards >}}',
          '',
          'Press {{< kbd "Ctrl+P" >}}, {{% button href="https://example.com/print" %}}print{{% /button %}} it {{< badge "new" >}}.',
          '',
          '{{< tabpane >}}',
          '{{< tab header="**Bake**:" lang="sh" >}}',
          'bake --hot',
          'bake --cool',
          '{{< /tab >}}',
          '{{< /tabpane >}}',
        ].join('\n'),
      ),
    ).toEqual(['Oven – How hot', 'Press Ctrl+P, print it new.', '## Bake:', 'code: bake --hot\nbake --cool']);
  });

  it('of other themes of Hugo are callouts, headings and code, too', () => {
    expect(
      outline(
        [
          '## {{% heading "whatsnext" %}}',
          '',
          '{{< note >}} In *one* line. {{< /note >}}',
          '',
          '{{< alert icon="x" context="info" text="In an attribute." />}}',
          '',
          '{{< alert "fire" >}}',
          'With an icon.',
          '{{< /alert >}}',
          '',
          '{{< columns >}}',
          'Left.',
          '<--->',
          'Right.',
          '{{< /columns >}}',
          '',
          '{{< prism lang="sh" line="1" >}}',
          'one',
          'two',
          '{{< /prism >}}',
          '',
          '{{< tab name="Bash" codelang="bash" >}}',
          'three',
          'four',
          '{{< /tab >}}',
        ].join('\n'),
      ),
    ).toEqual([
      "## What's next",
      '> Note: In one line.',
      '> Info: In an attribute.',
      '> Alert: With an icon.',
      'Left.',
      'Right.',
      'code: one\ntwo',
      '## Bash',
      'code: three\nfour',
    ]);
  });

  it('of GitBook name code, and lose plugins; formulas are code', () => {
    expect(
      outline(
        '{% code title="oven.sh" overflow="wrap" %}\n```sh\nbake\n```\n{% endcode %}\n\nHeat is $$a + b$$, a shell is $$ or $$.\n\n{% @mermaid/diagram content="graph LR" %}\n\nWrite {%/* quote() */%}.',
      ),
    ).toEqual(['oven.sh', 'code: bake', 'Heat is a + b, a shell is $$ or $$.', 'Write {% quote() %}.']);
  });

  it('may have several lines, in the middle of a sentence', () => {
    expect(
      outline(
        'Use a {{< glossary_tooltip text="Deployment"\nterm_id="deployment" >}} or a {{< glossary_tooltip term_id="stateful-set" >}}.\n\nNever {{< closed\n\nText.',
      ),
    ).toEqual(['Use a Deployment or a stateful set.', 'Never {{< closed', 'Text.']);
  });

  it('keep code as it is, and prose about templates', () => {
    expect(outline('Write {% block title %} first.\n\n```\n{% hint %}\n{{< note >}}\n```')).toEqual([
      'Write {% block title %} first.',
      'code: {% hint %}\n{{< note >}}',
    ]);
  });
});

describe('a callout that is written as code', () => {
  it('is a callout, with the code in it', () => {
    expect(
      outline(
        '````admonish warning title="Hot"\nWith *mitts*:\n\n```sh\nopen\n```\n````\n\n~~~admonish\nBare.\n~~~\n\n```{tip} Cool\nWait.\n```\n\n```sh\nadmonish\n```',
      ),
    ).toEqual(['> Hot: With mitts:', '> code: open', '> Note: Bare.', '> Cool: Wait.', 'code: admonish']);
  });
});

describe('code right below a tag', () => {
  it('is code', () => {
    expect(outline('<details>\n<summary>X</summary>\n```sh\nraw `code`\n```\n</details>')).toEqual([
      'X',
      'code: raw `code`',
    ]);
  });
});

describe('any markup', () => {
  // As long as a page may be, in as many lines as it may have.
  const long = (text: string) =>
    text.repeat(Math.floor(Math.min(200_000 / text.length, 9_900 / text.split('\n').length)));
  it.each(
    [
      long(':::note\n'),
      long(':::tab x\n:::\n'),
      long('!!! note\n    '),
      long('=== "x"\n\n    y\n\n'),
      long('/// note\n///\n'),
      long('{% hint '),
      long('{% hint %}\n'),
      long('{{< a >}}'),
      long('{{< a \n'),
      long('<A '),
      long('<A>\n'),
      long('{'),
      long('{/* x\n'),
      long('`<A>`{x}'),
      long('[[a|b]]'),
      long('[[a'),
      long('){#a}'),
      long('){a="'),
      long('`'),
      long('`` ` '),
      long('--8<-- "x"\n'),
      long(`${IMPORT} a from "b"\n`),
      long('export const x = {\n'),
      long('# a {#b}\n'),
      long('  <A>\n    x\n'),
      long(`${IMPORT} A from "./a.mdx"\n<A />\n`),
      long('<A b to="c">'),
      long('<a b={'),
      long('<details>\n<summary>\n'),
      long('</summary>\nx\n'),
      long('<ac:task><ac:task-status>a</ac:task-status><ac:task-body>'),
      long('```admonish\n'),
      long('```\n--8<-- "x.y"\n'),
      long('$$a'),
      long('**:material-a: '),
      long('{{< button a >}}'),
      long('{{< note >}} a '),
    ].filter((_, place) => everyCase || place % 3 === 0),
  )('takes a bounded time: %#', (text) => {
    for (const file of ['page.md', 'page.mdx']) {
      const read = (): unknown => {
        try {
          return readText(text, file);
        } catch (error) {
          return error;
        }
      };
      const { stack = '' } = Object(read()) as { stack?: string };
      expect(stack).not.toContain('Maximum call stack');
    }
  });
});
