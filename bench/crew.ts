import { availableParallelism } from 'node:os';
import type pg from 'pg';

/** How long nothing may be heard of what is under way. */
const SILENCE = 3_000;

/** What one item is of the whole, to say how far it is: one, or as many rows as it has. */
type Size<T> = (item: T) => number;

/** Several connections that do together what can be done in any order, and say how far they are. */
export class Crew {
  private constructor(
    private readonly members: readonly pg.Client[],
    private readonly log: (line: string) => void,
  ) {}

  /** One to a processor: all that they do is work of the database. */
  static async gather(open: () => Promise<pg.Client>, log: (line: string) => void): Promise<Crew> {
    const members: pg.Client[] = [];
    for (let many = availableParallelism(); many > 0; many -= 1) members.push(await open());
    return new Crew(members, log);
  }

  async all(statement: string): Promise<void> {
    await Promise.all(this.members.map((member) => member.query(statement)));
  }

  async share<T>(
    what: string,
    items: readonly T[],
    work: (member: pg.Client, item: T) => Promise<unknown>,
    sizeOf: Size<T> = () => 1,
  ): Promise<void> {
    const total = items.reduce((sum, item) => sum + sizeOf(item), 0);
    const left = items.values();
    let done = 0;
    let told = Date.now();
    this.log(`  ${what}: ${total.toLocaleString('en')}`);
    const take = async (member: pg.Client) => {
      for (const item of left) {
        await work(member, item);
        done += sizeOf(item);
        if (Date.now() - told < SILENCE || done === total) continue;
        told = Date.now();
        this.log(`  ${what}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`);
      }
    };
    await Promise.all(this.members.map(take));
  }

  async part(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end()));
  }
}
