import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, Outcome } from './job.js';

const GENERATOR = fileURLToPath(new URL('./generator.js', import.meta.url));

/** The load generator's process, seen from the bench. */
export class LoadDriver {
  private readonly child: ChildProcess = fork(GENERATOR, [], { execArgv: [] });

  run(job: Job): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        this.child.off('message', onMessage);
        this.child.off('exit', onExit);
        settle();
      };
      const onMessage = (answer: Outcome | { failed: string }) =>
        done(() => ('failed' in answer ? reject(new Error(answer.failed)) : resolve(answer)));
      const onExit = () => done(() => reject(new Error('The load generator ended.')));
      this.child.on('message', onMessage);
      this.child.on('exit', onExit);
      this.child.send(job);
    });
  }

  stop(): void {
    this.child.disconnect();
  }
}
