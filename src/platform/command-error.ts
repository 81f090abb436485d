/**
 * A failure the reader can act on: its message is one or more plain sentences that say what to do.
 * Printed without a stack trace; anything else that escapes is a fault of ours and keeps its stack.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
