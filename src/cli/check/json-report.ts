import { type CheckResult, countProblems, relativePath } from './report.js';

/** Every problem by itself. docs/own-guide.md says what the fields are. */
export function jsonReport(result: CheckResult): string {
  const { guide, folder, notes, problems } = result;
  const report = {
    folder,
    pages: guide?.pages.length ?? 0,
    ...countProblems(problems),
    problems: problems.map(({ severity, rule, file, line, text }) => ({
      severity,
      rule,
      file: relativePath(result, file) ?? null,
      line: line ?? null,
      text,
    })),
    notes,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
