import { randomBytes } from 'node:crypto';
import { ApiError } from '../web-api/api-method.js';

interface Code {
  readonly place: string;
  readonly redirectUri: string | undefined;
  readonly scope: string;
  readonly expires: number;
  used: boolean;
}

interface Token {
  readonly place: string;
  refusal?: 'token_revoked' | 'account_inactive';
}

/** Slack's codes last ten minutes. */
const CODE_LIVES_MS = 10 * 60_000;

/** Gives out codes and tokens, and knows what has become of each. */
export class TokenDesk {
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, Token>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  issueCode(code: Pick<Code, 'place' | 'redirectUri' | 'scope'>): string {
    const name = `${randomBytes(6).toString('hex')}.${randomBytes(24).toString('hex')}`;
    this.#codes.set(name, { ...code, expires: this.#clock() + CODE_LIVES_MS, used: false });
    return name;
  }

  /** Takes a code for good, and gives the token. Unlike Slack, each install has a token of its own, and ends the one before. */
  redeem(name: string | undefined, redirectUri: string | undefined): { place: string; scope: string; token: string } {
    const code = this.#codes.get(name ?? '');
    if (!code || code.used || code.expires <= this.#clock()) throw new ApiError('invalid_code');
    if (code.redirectUri !== redirectUri) throw new ApiError('bad_redirect_uri');
    code.used = true;
    this.revoke(code.place, 'token_revoked');
    const token = `xoxb-${randomBytes(12).toString('hex')}`;
    this.#tokens.set(token, { place: code.place });
    return { place: code.place, scope: code.scope, token };
  }

  /** Whose token it is. @throws ApiError as Slack refuses a call */
  placeOf(token: string | undefined): string {
    if (!token) throw new ApiError('not_authed');
    const known = this.#tokens.get(token);
    if (!known) throw new ApiError('invalid_auth');
    if (known.refusal) throw new ApiError(known.refusal);
    return known.place;
  }

  tokenOf(place: string): string | undefined {
    return [...this.#tokens].find(([, token]) => token.place === place && token.refusal === undefined)?.[0];
  }

  revoke(place: string, refusal: Token['refusal'] & string): void {
    for (const token of this.#tokens.values()) if (token.place === place) token.refusal ??= refusal;
  }
}
