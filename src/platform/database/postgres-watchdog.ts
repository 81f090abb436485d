import { spawn } from 'node:child_process';

/**
 * Stops Postgres when our process is gone in a way that let it clean nothing up (kill -9, power to the shell, a crash).
 * A shell holds the reading end of a pipe whose only writer is us: the kernel closes it whatever ends us.
 */
export interface Watchdog {
  /** From here on the death of our process stops that server. */
  guard(pid: number): void;
  /** Our process has stopped the server itself. */
  release(): void;
}

// A fast shutdown first; a server that has not finished after 10 s is stopped at once and recovers at its next start.
const SCRIPT = `
while read -r line; do
  case "$line" in
    guard\\ *) pid="\${line#guard }" ;;
    release) exit 0 ;;
  esac
done
if [ -n "$pid" ] && kill -INT "$pid" 2>/dev/null; then
  n=0
  while kill -0 "$pid" 2>/dev/null && [ "$n" -lt 100 ]; do n=$((n+1)); sleep 0.1; done
  kill -QUIT "$pid" 2>/dev/null
fi
[ -n "$1" ] && rm -rf "$1"
exit 0
`;

export function startWatchdog(removeAfterwards = ''): Watchdog {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', removeAfterwards], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    detached: true, // A Ctrl-C reaches the whole foreground group; the watchdog must outlive us.
  });
  shell.unref();
  const pipe = shell.stdin;
  pipe.on('error', () => undefined);
  // Waiting on the pipe must not keep a finished process alive.
  (pipe as typeof pipe & { unref?: () => void }).unref?.();
  return {
    guard: (pid) => void pipe.write(`guard ${pid}\n`),
    release: () => void pipe.end('release\n'),
  };
}
