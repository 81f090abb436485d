/** Where a command speaks: results to one, troubles and progress to the other. */
export interface Terminal {
  say(line: string): void;
  complain(line: string): void;
  /** Whether a progress bar makes sense there. */
  isInteractive: boolean;
}

export const terminal: Terminal = {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
  isInteractive: process.stderr.isTTY,
};
