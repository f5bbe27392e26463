import { createHmac, randomBytes, randomUUID } from 'node:crypto';

/** Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A new signing secret, as Standard Webhooks writes it. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** A new `webhook-id`. */
export function newMessageId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}

/** What is signed. */
export interface SignedContent {
  readonly id: string;
  /** When this attempt is made. Receivers refuse what is older than some minutes. */
  readonly sentAt: Date;
  readonly body: string;
}

/** The three headers of Standard Webhooks: https://www.standardwebhooks.com. @param secret as `newSecret` makes it */
export function signatureHeaders(secret: string, { id, sentAt, body }: SignedContent): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
