/** Where people are on the clock. */
export interface TimeZones {
  /**
   * The person's time zone as an IANA name (`Europe/Berlin`); the workspace's where theirs cannot be known, `UTC` where neither
   * can. Never rejects. May be asked every few minutes for the same person: keep what was found for a while.
   */
  zoneOf(who: { readonly installation: string; readonly person: string }): Promise<string>;
}
