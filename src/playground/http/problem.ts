/** A request that cannot be carried out, with the status to answer and words for whoever reads the reply. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
