import type { Path } from './file-fault.js';

/** In which line of a valid JSON text the value at a path begins, or, where it is missing, what should have it. */
export function lineInJson(text: string, path: Path): number {
  return lineAt(text, new Walk(text).to(path));
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Goes through a text that JSON.parse has taken, so that nothing in it needs to be checked again. */
class Walk {
  private at = 0;

  constructor(private readonly text: string) {}

  to(path: Path): number {
    this.space();
    let found = this.at;
    for (const step of path) {
      if (!this.enter(step)) return found;
      found = this.at;
    }
    return found;
  }

  private enter(step: string | number): boolean {
    const opening = this.text[this.at];
    if (opening !== (typeof step === 'number' ? '[' : '{')) return false;
    this.at += 1;
    let last = -1;
    for (let place = 0; this.more(); place += 1) {
      if (typeof step === 'string') {
        const key = this.key();
        if (key === step) last = this.at;
      } else if (place === step) return true;
      this.skip();
    }
    // Of a key that stands there twice the last one counts.
    if (last === -1) return false;
    this.at = last;
    return true;
  }

  private more(): boolean {
    this.space();
    if (this.text[this.at] === ',') this.at += 1;
    this.space();
    return this.text[this.at] !== ']' && this.text[this.at] !== '}';
  }

  private key(): string {
    const from = this.at;
    this.string();
    const key = JSON.parse(this.text.slice(from, this.at)) as string;
    this.space();
    this.at += 1;
    this.space();
    return key;
  }

  private string(): void {
    this.at += 1;
    while (this.text[this.at] !== '"') this.at += this.text[this.at] === '\\' ? 2 : 1;
    this.at += 1;
  }

  /** Over one value: to the bracket that ends it, or to what separates it from the next. */
  private skip(): void {
    let depth = 0;
    do {
      const character = this.text[this.at];
      if (character === '"') this.string();
      else {
        if (character === '[' || character === '{') depth += 1;
        if (character === ']' || character === '}') depth -= 1;
        this.at += 1;
      }
    } while (depth > 0 || !/[,\]}\s]/.test(this.text[this.at] ?? ','));
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }
}
