/**
 * Remembers for a day what Slack has delivered, across processes and restarts, because Slack delivers some events twice.
 * In a file of its own: it is about what comes in, and the rest of the folder is about what goes out.
 */
export interface SeenEvents {
  /**
   * Handles an event once: calls `handle` unless an event of the same id was handled before, or is being handled somewhere
   * right now. If `handle` fails or its process dies, the next delivery of the same id is handled.
   * `id` is an event's `event_id`, or a press's `trigger_id`.
   */
  handleOnce(
    event: { readonly installation: string; readonly id: string },
    handle: () => Promise<void>,
  ): Promise<'handled' | 'repeated'>;
}
