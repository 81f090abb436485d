/** Where something stands in a recount file: `['items', 3, 'lot']`. */
export type Path = readonly (string | number)[];

/** What is wrong with a recount file, and where. */
export class FileFault extends Error {
  override readonly name = 'FileFault';

  constructor(
    readonly path: Path,
    message: string,
  ) {
    super(message);
  }
}

/** What stands at a place of a file that anyone may have written, taken only in the form that is expected. */
export class Found {
  constructor(
    private readonly value: unknown,
    readonly path: Path = [],
  ) {}

  get(key: string): Found {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.fault('there should be an object');
    }
    const own = Object.hasOwn(this.value, key) ? (this.value as Record<string, unknown>)[key] : undefined;
    return new Found(own, [...this.path, key]);
  }

  list(least: number, most: number): Found[] {
    if (!Array.isArray(this.value)) throw this.fault('there should be a list');
    if (this.value.length < least || this.value.length > most) {
      throw this.fault(`there should be ${least} to ${most} entries, not ${this.value.length}`);
    }
    return this.value.map((one: unknown, place) => new Found(one, [...this.path, place]));
  }

  text(form: RegExp, what: string): string {
    if (typeof this.value !== 'string' || !form.test(this.value)) throw this.fault(`there should be ${what}`);
    return this.value;
  }

  whole(least: number, most: number): number {
    const { value } = this;
    if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most) {
      throw this.fault(`there should be a whole number from ${least} to ${most}`);
    }
    return value as number;
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    const found = choices.find((choice) => choice === this.value);
    if (found === undefined) throw this.fault(`there should be one of ${choices.join(', ')}`);
    return found;
  }

  orNull<T>(take: (found: this) => T): T | null {
    return this.value === null ? null : take(this);
  }

  is(expected: unknown): void {
    if (this.value !== expected) throw this.fault(`there should be ${String(expected)}`);
  }

  fault(message: string): FileFault {
    return new FileFault(this.path, message);
  }
}
