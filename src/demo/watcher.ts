import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from '../commands/terminal.js';

/** Shows how far it is: a bar on a terminal, a line for each phase elsewhere. */
export class Watcher {
  private readonly bar: SingleBar | null;
  private current = '';

  constructor(
    private readonly on: Terminal,
    steps: number,
  ) {
    this.bar = on.isInteractive
      ? new SingleBar(
          { format: '{bar} {percentage} % {phase}', clearOnComplete: true, stream: process.stderr },
          Presets.shades_classic,
        )
      : null;
    this.bar?.start(steps, 0, { phase: '' });
  }

  phase(name: string): void {
    this.current = name;
    if (this.bar) this.bar.update({ phase: name });
    else this.on.complain(`${name} …`);
  }

  step(): void {
    this.bar?.increment(1, { phase: this.current });
  }

  end(): void {
    this.bar?.stop();
  }
}
