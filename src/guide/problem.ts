/** Something that an author should mend. An error stops the start; a warning does not. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Path inside the guide's folder; the folder itself where no file is to blame. */
  readonly file: string;
  /** From 1, where it is known. */
  readonly line?: number;
  /** What is wrong and what to do about it. */
  readonly text: string;
}

/** `content/https.md:7: warning: choices[1].to: …`, the form that editors and terminals turn into a link. An error says just its text. */
export function formatProblem({ severity, file, line, text }: Problem): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${severity === 'warning' ? 'warning: ' : ''}${text}`;
}
