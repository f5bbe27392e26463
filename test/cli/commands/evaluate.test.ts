import { describe, expect, it } from '@jest/globals';
import { folderOf, runInProcess } from '../run-in-process.js';
import { sampleGuide } from '../sample-guide.js';

async function evaluate(questions: string, ...args: string[]) {
  return runInProcess(['evaluate', 'q.yml', ...args], { cwd: await folderOf({ ...sampleGuide, 'q.yml': questions }) });
}

const three = `
- question: What is a CDN?
  page: static-content
- question: "Who restores a backup?"
  page: web-servers
- question: How do I cook rice?
  page: none
`;

describe('evaluating a guide', () => {
  it('prints the figures, and every miss with the page that came first instead', async () => {
    const { code, out, err } = await evaluate(three);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Questions  3\nHit@1      66.7 %\n');
    expect(out).toMatch(/Who restores a backup\?\n {4}expected web-servers, got databases/);
  });

  it('prints them as JSON', async () => {
    const { out } = await evaluate(three, '--json');
    expect(JSON.parse(out)).toMatchObject({ questions: 3, hitAt1: 2 / 3, misses: [{ page: 'web-servers' }] });
  });

  it('points out a page that the guide does not have', async () => {
    const { code, err } = await evaluate('- {question: cdn, page: static-contents}');
    expect(code).toBe(0);
    expect(err).toBe('q.yml: the guide has no page "static-contents"; did you mean "static-content"?\n');
  });

  it('measures passages, and says which one was expected', async () => {
    const questions = `
- {question: where do CDN copies go, page: static-content, section: content-delivery-networks, contains: [nowhere, "near the   ASKER"]}
- {question: how long do CDN copies live, page: static-content, section: introduction}
- {question: CDN copies, page: databases, also: "static-content#content-delivery-networks", contains: near the asker}
`;
    const { code, out, err } = await evaluate(questions);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Passages {3}66\.7 % \(2 of 3 whose page came first\)$/m);
    expect(out).toMatch(/^ {2}(card|list) +\d, the right page.* in \d$/m);
    expect(out).toContain(
      '  how long do CDN copies live\n    passage: expected static-content#introduction, got content-delivery-networks\n',
    );
  });

  it('says how often the first of two passages would have done', async () => {
    const zoo =
      '# Zoo\n\nIn general.\n\n## House\n\nA giraffe eats leaves.\n\n## Steppe\n\nA giraffe eats dry leaves.\n';
    const cwd = await folderOf({
      'content/zoo.md': zoo,
      'content/yard.md': '# Yard\n\nFor lorries.\n',
      'q.yml':
        '- {question: giraffe leaves, page: zoo, section: steppe}\n- {question: giraffe leaves, page: zoo, section: house}\n',
    });
    const { out } = await runInProcess(['evaluate', 'q.yml'], { cwd });
    expect(out).toMatch(/^Passages {3}100\.0 % .*\n {11}50\.0 % by the first one; 2 showed two$/m);
  });

  it('points out a section that the page does not have', async () => {
    const { err } = await evaluate(
      '- {question: cdn, page: static-content, section: content-delivery-network, also: ["databasses", "databases#x"]}',
    );
    expect(err).toMatch(
      /the page "static-content" has no section "content-delivery-network"; did you mean "content-delivery-networks"\?/,
    );
    expect(err).toMatch(/no page "databasses"; did you mean "databases"\?\n.*the page "databases" has no section "x"/);
  });

  it.each([
    ['- {question: x, page: y, section: {a: 1}}', /^q\.yml:1: "section" must be an anchor/],
    ['- {question: x, page: y}\n- {question: x, page: y, contains: []}', /^q\.yml:2: "contains" must be a text/],
    ['- {question: x, page: y, also: ""}', /^q\.yml:1: "also" must be a slug/],
    ['- question: x\n- page: y\n', /^q\.yml:1: .*\nq\.yml:2: /],
    ['question: x', /^q\.yml:1: must be a list/],
    ['- "x', /^q\.yml:\d+: /],
  ])('names what is wrong in %j', async (questions, expected) => {
    const { code, out, err } = await evaluate(questions);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(expected);
  });

  it('names a file that does not exist', async () => {
    const { code, err } = await runInProcess(['evaluate', 'nothing.yml']);
    expect({ code, err }).toEqual({ code: 1, err: 'nothing.yml: no such file\n' });
  });
});
