import { anonymous } from '../../access/actor.js';
import { Together } from '../../database/together.js';
import type { Reads } from '../reader.js';
import type { Beside } from './payload-of.js';
import type { Reference } from './write-plans.js';

/**
 * What is published is the same to everyone: whoever asks for it in the same moment shares one read, made as nobody.
 * Nothing is kept, so that each answer is as new as the question.
 */
export class SharedReads {
  private readonly queues = new WeakMap<Beside, Together<Reference, string>>();

  constructor(private readonly reads: Reads) {}

  read(beside: Beside, of: Reference): Promise<string> {
    let queue = this.queues.get(beside);
    if (!queue) this.queues.set(beside, (queue = new Together((all) => this.answers(beside, all))));
    return queue.add(of);
  }

  private async answers({ sql }: Beside, all: readonly Reference[]): Promise<string[]> {
    const different = [...new Map(all.map((one) => [one.id, one])).values()];
    const keys = [different.map(({ id }) => id), different.map(({ communityId }) => communityId)];
    const rows = await this.reads.read(anonymous, (reader) => reader.rows<{ id: string; answer: string }>(sql, keys));
    const byId = new Map(rows.map(({ id, answer }) => [id, answer]));
    return all.map(({ id }) => byId.get(id) ?? 'null');
  }
}
