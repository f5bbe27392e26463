export const sentence = 'A sentence about deployment & <servers> that goes on for a while, with *stars* and `ticks`. ';
function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => line(n)).join('\n');
}

/** Each page overflows one limit; the last overflows them all. */
export const overflowing: Record<string, string> = {
  'long-title.md': `# ${'Title '.repeat(60)}\n\nShort.\n`,
  'long-word.md': `# Word\n\n${'x'.repeat(9_000)}\n\n## ${'y'.repeat(400)}\n\n${'& '.repeat(900)}\n`,
  'long-summary.md': `---\ntitle: Summary\nsummary: "${sentence.repeat(40).replaceAll('"', '')}"\n---\n\nText.\n`,
  'long-section.md': `# Section\n\n## Part\n\n${sentence.repeat(120)}\n`,
  'many-sections.md': `# Sections\n\n${lines(300, (n) => `## Heading ${n}\n\n${sentence}\n`)}`,
  'code.md': `# Code\n\n\`\`\`\n${lines(500, (n) => `line ${n} of a long & <odd> file`)}\n\`\`\`\n`,
  'many-steps.md': `---\ntitle: Steps\nchoices:\n${lines(40, (n) => `  - {text: "Choice ${n} ${'with a rather long label '.repeat(3)}", to: code, icon: zap}`)}\n---\n\nText.\n`,
  'many-items.md': `# Items\n\n## Checklist\n\n${lines(120, (n) => `- [ ] Item ${n} ${'of a long list '.repeat(8)}\n\n  ${sentence.repeat(10)}`)}\n`,
  'short-items.md': `# Short items\n\n## Checklist\n\n${lines(200, (n) => `- Do ${n}`)}\n`,
  'nothing.md': '',
  'all.md': `# ${'All of it '.repeat(30)}\n\n${sentence.repeat(50)}\n\n## ${'Checklist '.repeat(40)}\n\n${lines(90, (n) => `1. ${sentence.repeat(4)}${n}\n\n   ${'z'.repeat(2_000)}`)}\n`,
};
