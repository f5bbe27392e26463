import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, pick, projectPath } from '../measure.js';

/** Files or folders that somebody could put into a guide to make the app slow, large or talkative. */
export interface HostileCase {
  readonly name: string;
  /** The text of one page, with its ending. */
  readonly page?: () => string | Buffer;
  readonly ending?: string;
  /** Anything else in the guide's folder. */
  readonly prepare?: (folder: string) => void;
}

const KIB = 1024;
const repeat = (text: string, characters: number): string => text.repeat(Math.floor(characters / text.length));
const list = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');
const yaml = (text: string): string => `---\n${text}\n---\n# Title`;

const PAGES: Readonly<Record<string, () => string | Buffer>> = {
  'a small page': () => '# Title\n\nText.\n',
  '2 MB of changes': () =>
    list(
      13_000,
      (index) =>
        `${index % 20 === 0 ? `\n## ${index}.0\n\n` : ''}- **deploy:** keep the \`old\` release, because somebody may need it, and so that it can be found again ([#${index}](https://example.com/${index}))\n`,
    ),
  '2 MB of prose': () =>
    repeat('Restart the *worker* and watch [its log](https://example.com/log) until `ready` appears. ', 1000)
      .repeat(1)
      .concat('\n\n')
      .repeat(2_000),
  '2 MB of code': () => `\`\`\`\n${repeat('2026-11-30 12:00:00 deploy started by somebody\n', 2_000_000)}\`\`\`\n`,
  'a table of 20,000 rows': () =>
    `| code | meaning |\n| - | - |\n${list(20_000, (index) => `| E${index} | the database cannot be reached, so the start waits for it, see [more](${index}.md) |\n`)}`,
  'a table of 100,000 rows': () => `|a|b|\n|-|-|\n${'|a|b|\n'.repeat(100_000)}`,
  'a table of 1,000 columns': () => `|${'a|'.repeat(1_000)}\n|${'-|'.repeat(1_000)}\n${'|a\n'.repeat(50_000)}`,
  'a line of 5 MB': () => 'x'.repeat(5_000_000),
  'a line of 2 MB': () => repeat('word ', 2_000_000),
  'a line of 2 MB in sentences': () => repeat('Do this. ', 2_000_000),
  '2 MB of empty lines': () => '\n'.repeat(2_000_000),
  '66,000 paragraphs': () => 'a\n\n'.repeat(66_000),
  '10,000 headings': () => '# a\n\nb\n\n'.repeat(10_000),
  '95,000 headings': () => '# a\n'.repeat(95_000),
  '48,000 list items': () => '- a\n'.repeat(48_000),
  'a checklist of 30,000 items': () => `## Checklist\n\n${'- [ ] Do **this** now. Then do that.\n'.repeat(30_000)}`,
  'lists nested 10,000 deep': () => `${'- '.repeat(10_000)}a`,
  'lists nested by indentation': () => list(2_000, (index) => `${' '.repeat(2 * index)}- a\n`).slice(0, 2_000_000),
  'lists nested 20 deep, 30,000 items': () => list(30_000, (index) => `${' '.repeat(2 * (index % 20))}- a\n`),
  'quotations nested 100,000 deep': () => `${'>'.repeat(100_000)}a`,
  'quotations nested 60 deep, 15,000 lines': () => `${'> '.repeat(60)}a\n`.repeat(15_000),
  'quotations with lists': () => `${'> - '.repeat(20)}a\n`.repeat(20_000),
  '2 MB of "*a"': () => repeat('*a', 2_000_000),
  '190,000 "*a"': () => '*a'.repeat(190_000),
  '190,000 "_a "': () => '_a '.repeat(190_000),
  '190,000 "~a"': () => '~a'.repeat(190_000),
  '190,000 "**a" in paragraphs': () => `${'**a '.repeat(10)}\n\n`.repeat(12_000),
  '190,000 "["': () => '['.repeat(190_000),
  '120,000 "!["': () => '!['.repeat(120_000),
  '120,000 "[a]"': () => '[b]: c\n\n'.concat('[a]'.repeat(120_000)),
  '80,000 "[a]("': () => '[a]('.repeat(80_000),
  'brackets in brackets': () => `[b]: c\n\n${'['.repeat(90)}${'x y '.repeat(20_000)}${']'.repeat(90)}`,
  'many brackets in brackets': () => `[b]: c\n\n${'['.repeat(90)}${'x y '.repeat(400_000)}${']'.repeat(90)}`,
  '190,000 "`a"': () => '`a'.repeat(190_000),
  'backticks of every length': () => list(650, (index) => `${'`'.repeat(index + 1)} a `),
  '190,000 "<a "': () => '<a '.repeat(190_000),
  '100,000 "<a x=\'"': () => "<a x='b ".repeat(100_000),
  '190,000 "<div>" not closed': () => '<div>'.repeat(190_000),
  '190,000 "<b>" not closed': () => `a ${'<b>'.repeat(190_000)}`,
  'cells of HTML not closed': () => `<table>${'<tr><td>a<td>b'.repeat(60_000)}`,
  'comments not closed': () => '<!-- a '.repeat(200_000),
  'scripts not closed': () => '<script>'.repeat(200_000),
  '2 MB of "http://"': () => repeat('http://', 2_000_000),
  '60,000 addresses': () => 'https://example.com/a '.repeat(60_000),
  '60,000 e-mail addresses': () => 'a@example.com '.repeat(60_000),
  '2 MB of "&amp;"': () => repeat('&amp;', 2_000_000),
  '40,000 references': () =>
    list(40_000, (index) => `[r${index}]: b.md\n`) + '\n'.concat(list(40_000, (index) => `[r${index}] `)),
  'footnotes in a circle': () =>
    list(20_000, (index) => `a[^${index}]\n\n[^${index}]: see [^${(index + 1) % 20_000}]\n\n`),
  'footnotes in footnotes': () => '[^a]: '.repeat(300_000),
  'front matter of 900,000 characters': () => yaml('a: b\n'.repeat(180_000)),
  'front matter without an end': () => `---\n${'a: b\n'.repeat(180_000)}`,
  'fields without a fence': () => `title: x\n${'a: b\n'.repeat(180_000)}`,
  'YAML aliases of aliases': () =>
    yaml(
      list(
        25,
        (index) =>
          `a${index}: &a${index} [${Array(40)
            .fill(index === 0 ? 'x' : `*a${index - 1}`)
            .join(', ')}]\n`,
      ),
    ),
  '4,000 YAML aliases': () => yaml(`x: &a y\nkeywords: [${'*a, '.repeat(4_000)}]`),
  'YAML nested 30,000 deep': () => yaml(`a: ${'['.repeat(30_000)}`),
  'YAML groups nested 8,000 deep': () => yaml(`a: ${'{a: '.repeat(8_000)}`),
  'YAML errors': () => yaml('a: b: c\n'.repeat(4_000)),
  'TOML nested 15,000 deep': () => `+++\na = ${'['.repeat(15_000)}${']'.repeat(15_000)}\n+++\n# T`,
  'TOML tables': () => `+++\n${list(3_000, (index) => `[a.${index}]\n`)}+++\n# T`,
  'JSON nested 15,000 deep': () => `{\n"a": ${'['.repeat(15_000)}${']'.repeat(15_000)}\n}\n# T`,
  'callouts in callouts': () => list(2_000, (index) => `${'    '.repeat(index % 8)}!!! tip\n`).repeat(20),
  'containers without an end': () => '::: tip\n'.repeat(100_000),
  tabs: () => ':::tab a\nb\n:::\n'.repeat(30_000),
  shortcodes: () => '{{< a >}} '.repeat(150_000),
  'shortcodes not closed': () => '{{< a '.repeat(200_000),
  'invalid UTF-8': () => Buffer.alloc(1_900_000, 0xc3),
  'UTF-16': () => Buffer.from(`\ufeff${'# Title\n'.repeat(100_000)}`, 'utf16le'),
  'NUL bytes': () => Buffer.alloc(2_000_000),
};

const MDX: Readonly<Record<string, () => string>> = {
  'MDX expressions nested deep': () => `import a from "./b"\n\n${'{'.repeat(200_000)}`,
  'MDX tags not closed': () => `import a from "./b"\n\n${'<Tag a={'.repeat(100_000)}`,
  'MDX tags in lines': () => `import a from "./b"\n\n${'<Tag\n'.repeat(100_000)}`,
  'MDX exports not closed': () => 'export const a = {\n'.repeat(100_000),
};

const FOLDERS: Readonly<Record<string, (folder: string) => void>> = {
  'links to outside': (folder) => {
    symlinkSync('/etc', join(folder, 'etc'));
    symlinkSync('/etc/passwd', join(folder, 'passwd.md'));
    symlinkSync('/dev/zero', join(folder, 'zero.md'));
  },
  'links in a circle': (folder) => {
    for (let index = 0; index < 12; index++) {
      mkdirSync(join(folder, `d${index}`));
      for (let other = 0; other < 12; other++)
        symlinkSync(join(folder, `d${other}`), join(folder, `d${index}`, `l${other}`));
    }
    symlinkSync('loop.md', join(folder, 'loop.md'));
  },
  'a pipe and a device': (folder) => {
    execFileSync('mkfifo', [join(folder, 'pipe.md')]);
    mkdirSync(join(folder, 'folder.md'));
  },
  '20,000 small files': (folder) =>
    manyPages(
      folder,
      20_000,
      (index) =>
        `# Page ${index}\n\nRestart service ${index} and read its log.\n\nSee [the next one](p${index + 1}.md).\n`,
    ),
  '200 pages of 700 kB': (folder) =>
    manyPages(
      folder,
      200,
      (index) => `# Page ${index}\n\n${repeat('Restart the worker and watch its log. ', 700 * KIB)}`,
    ),
  '20,000 pages with one title and one slug': (folder) =>
    manyPages(folder, 20_000, () => '---\nslug: same\ntitle: Same\naliases: [same]\n---\nText.\n'),
  '10,000 pages of 4 kB': (folder) => {
    const random = createRandom(5);
    const sections = realSections();
    manyPages(folder, 10_000, (index) => {
      const link = `p${Math.floor(index / 100) * 100 + Math.floor(random() * 100)}.md`;
      const head = `---\ntitle: Topic ${index}\nsummary: What to do about topic ${index}, and why.\norder: ${index}\n---\n`;
      let text = `${head}Name${index} is what this page is about. See [another](${link}).\n\n`;
      while (text.length < 4_000)
        text += pick(sections, random).replace(/\b[a-z]{8}\b/g, (word) =>
          random() < 0.05 ? `${word}${index % 977}` : word,
        );
      return text;
    });
  },
  'names with line breaks': (folder) => {
    for (const name of ['a\nb.md', 'tab\t.md', '\u2028.md', `${'x'.repeat(250)}.md`, '-rf.md', '$(id).md'])
      writeFileSync(join(folder, name), '# Title');
  },
};

export const CASES: readonly HostileCase[] = [
  ...Object.entries(PAGES).map(([name, page]) => ({ name, page })),
  ...Object.entries(MDX).map(([name, page]) => ({ name, page, ending: 'mdx' })),
  ...Object.entries(FOLDERS).map(([name, prepare]) => ({ name, prepare })),
];

/** The sections of the guide that is included, without links to its pages. */
function realSections(): string[] {
  const content = projectPath('content');
  const texts = readdirSync(content)
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(join(content, file), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, ''));
  return texts
    .flatMap((text) => text.split(/^(?=## )/m).slice(1))
    .map((section) => `${section.replace(/\]\((?!http)[^)]*\)/g, '](https://example.com)').trim()}\n\n`);
}

/** Writes pages into subfolders of a hundred. */
export function manyPages(folder: string, count: number, text: (index: number) => string): void {
  for (let index = 0; index < count; index++) {
    const place = join(folder, `d${Math.floor(index / 100)}`);
    if (index % 100 === 0) mkdirSync(place);
    writeFileSync(join(place, `p${index}.md`), text(index));
  }
}
