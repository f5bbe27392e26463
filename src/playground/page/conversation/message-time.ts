import { formatDate } from '../mrkdwn/format-date.js';

/** A timestamp of Slack's is the seconds since 1970, a dot, and a number that makes it unique. */
export function secondsOf(ts: string): number {
  return Number.parseInt(ts, 10);
}

export function clockTime(ts: string): string {
  return formatDate(secondsOf(ts), '{time}');
}

export function fullTime(ts: string): string {
  return formatDate(secondsOf(ts), '{date_long} at {time_secs}');
}

export function dayOf(ts: string): string {
  return formatDate(secondsOf(ts), '{date_long_pretty}');
}

export function isoTime(ts: string): string {
  return new Date(secondsOf(ts) * 1000).toISOString();
}
