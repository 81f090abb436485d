import { Injectable, type OnModuleDestroy } from '@nestjs/common';

const PATIENCE = 1_000;

/** Whether this process should be sent requests. Whoever needs something to serve adds a check when it starts. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private readonly checks = new Map<string, () => Promise<boolean>>();
  private draining = false;

  add(name: string, check: () => Promise<boolean>): void {
    this.checks.set(name, check);
  }

  /** The names of what is not ready; empty when everything is. */
  async missing(): Promise<string[]> {
    if (this.draining) return ['stopping'];
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => ((await passes(check)) ? [] : [name])),
    );
    return results.flat();
  }

  onModuleDestroy(): void {
    this.draining = true;
  }
}

async function passes(check: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
