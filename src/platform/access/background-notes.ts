import { Logger } from '@nestjs/common';

/** Writes that nobody waits for: what is under way for a thing is not begun again, and a failure is tried at the next use. */
export class BackgroundNotes {
  private readonly logger = new Logger('Notes');
  private readonly underWay = new Set<string>();

  note(id: string, write: () => Promise<unknown>): void {
    if (this.underWay.has(id)) return;
    this.underWay.add(id);
    write()
      .catch((error: unknown) => this.logger.warn(error))
      .finally(() => this.underWay.delete(id));
  }
}
