/** What the authors of the guide should know about it as it is in its source now. */
export interface GuideReport {
  /**
   * `refused`: the version before it stays in use. `unusable`: it is refused too, and there is none before it. `left-out`: it is used
   * without the files that have errors.
   */
  readonly outcome: 'refused' | 'unusable' | 'left-out' | 'fine';
  /** What authors call this version, such as `commit 1a2b3c4`; absent for a folder. */
  readonly version?: string;
  /** None if it is fine. */
  readonly errors: readonly GuideFault[];
}

/** An error of the guide. */
export interface GuideFault {
  readonly file: string;
  /** From 1, if it is known. */
  readonly line?: number;
  /** What is wrong, and what to do about it. */
  readonly text: string;
}
