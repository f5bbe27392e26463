/** Remembers what Slack has delivered, for a day, across processes and restarts. */
export interface EventDeliveries {
  /**
   * Handles a delivery once: `handle` is called unless a delivery of the same id was handled before, or is being handled now
   * somewhere else. Where it fails, or its process dies, the next delivery of the same id is handled.
   * `id` is an event's `event_id`, or a press's `trigger_id`.
   */
  handleOnce(
    delivery: { readonly installation: string; readonly id: string },
    handle: () => Promise<void>,
  ): Promise<'handled' | 'repeated'>;
}
