import { formatDate } from '../mrkdwn/format-date.js';

/** A timestamp of Slack's is the seconds since 1970, a dot, and a number that makes it unique. */
export const secondsOf = (ts: string): number => Number.parseInt(ts, 10);

export const clockTime = (ts: string): string => formatDate(secondsOf(ts), '{time}');

export const fullTime = (ts: string): string => formatDate(secondsOf(ts), '{date_long} at {time_secs}');

export const dayOf = (ts: string): string => formatDate(secondsOf(ts), '{date_long_pretty}');

export const isoTime = (ts: string): string => new Date(secondsOf(ts) * 1000).toISOString();
