import { anonymous } from '../access/actor.js';
import { Together } from '../database/together.js';
import type { Reader, Reads } from './reader.js';

interface Shared<V> {
  readonly answers: (reader: Reader, keys: readonly string[]) => Promise<readonly V[]>;
}

/**
 * What is published is the same to everyone: whoever asks for it in the same moment shares one read, made as nobody. Nothing
 * is kept, so that each answer is as new as the question.
 */
export class PublicReads {
  private readonly queues = new Map<unknown, Together<string, unknown>>();

  constructor(private readonly reads: () => Reads) {}

  answer<V>(definition: Shared<V>, key: string): Promise<V> {
    let queue = this.queues.get(definition) as Together<string, V> | undefined;
    if (!queue) {
      queue = new Together<string, V>((keys) => this.answers(definition, keys));
      this.queues.set(definition, queue as Together<string, unknown>);
    }
    return queue.add(key);
  }

  private async answers<V>(definition: Shared<V>, keys: readonly string[]): Promise<V[]> {
    const different = [...new Set(keys)];
    const found = await this.reads().read(anonymous, (reader) => definition.answers(reader, different));
    const byKey = new Map(different.map((key, index) => [key, found[index] as V]));
    return keys.map((key) => byKey.get(key) as V);
  }
}
