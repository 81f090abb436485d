import { english, say, type Words } from '../words/words.js';
import type { UserErrorCode } from './user-error-code.js';

export type FailureCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'STEP_UP_REQUIRED'
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'CONFLICT'
  | 'RETRY_LATER';

/** What the sender cannot put right in the input: answered as a top-level error with this code. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    /** What is answered, in the language of whoever sent it; `message` is for the log. */
    readonly words: Words,
    /** Published beside the code. */
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(english(words));
    this.name = new.target.name;
  }
}

export class Unauthenticated extends Failure {
  constructor(message: Words = 'Sign in first.') {
    super('UNAUTHENTICATED', message);
  }
}

export class Forbidden extends Failure {
  constructor(message: Words = 'Your role does not allow this.') {
    super('FORBIDDEN', message);
  }
}

/** The right person, signed in too long ago for what is hard to undo. */
export class StepUpRequired extends Failure {
  constructor() {
    super('STEP_UP_REQUIRED', 'Prove once more that it is you, with stepUp, then send this again within ten minutes.');
  }
}

/** The text is fixed: what does not exist and what is not yours to see must read the same. */
export class NotFound extends Failure {
  constructor() {
    super('NOT_FOUND', 'There is nothing here, or it is not yours to see.');
  }
}

export class BadRequest extends Failure {
  constructor(message: Words) {
    super('BAD_REQUEST', message);
  }
}

export class TooComplex extends Failure {
  constructor(message: Words) {
    super('TOO_COMPLEX', message);
  }
}

export class Conflict extends Failure {
  constructor(message: Words) {
    super('CONFLICT', message);
  }
}

export class RateLimited extends Failure {
  /** GraphQL takes these from a thrown error, and Apollo the answer's status and headers from them. */
  readonly extensions: { http: { status: number; headers: Map<string, string> } };

  constructor(retryAfterSeconds: number) {
    super('RATE_LIMITED', say`Too many requests. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
    this.extensions = { http: { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) } };
  }
}

export class RetryLater extends Failure {
  constructor(retryAfterSeconds = 1) {
    super('RETRY_LATER', 'The server is busy. Nothing was changed; send the same request again shortly.', {
      retryAfterSeconds,
    });
  }
}

export interface UserError {
  code: UserErrorCode;
  /** Says what to do next. */
  message: Words;
  /** Names and indexes from the input down to the value. */
  path: string[];
}

/** What the sender can put right: answered as `userErrors` in the payload. The transaction rolls back. */
export class Refusal extends Error {
  readonly errors: readonly UserError[];

  constructor(...errors: UserError[]) {
    super(errors.map((error) => english(error.message)).join(' '));
    this.name = 'Refusal';
    this.errors = errors;
  }
}

/** `throw refuse('ROUND_ALREADY_OPEN', 'Close the open round first.', 'campaignId')`; the path starts inside the input. */
export function refuse(code: UserErrorCode, message: Words, ...path: string[]): Refusal {
  return new Refusal({ code, message, path });
}
