/** What of a font has to be known to lay out text with it: which characters it has, and how wide they are (OpenType 1.9). */
export class Typeface {
  private readonly glyphs = new Map<number, number>();
  private readonly unitsPerEm: number;
  private readonly advances: number[];

  constructor(private readonly file: Buffer) {
    this.unitsPerEm = file.readUInt16BE(this.table('head') + 18);
    const measured = file.readUInt16BE(this.table('hhea') + 34);
    const hmtx = this.table('hmtx');
    this.advances = Array.from({ length: measured }, (_, glyph) => file.readUInt16BE(hmtx + 4 * glyph));
    this.readCharacters(this.table('cmap'));
  }

  has(character: string): boolean {
    return this.glyphs.has(character.codePointAt(0) ?? 0);
  }

  /** In parts of the font's size. Each letter by itself: joined ones may take less. */
  width(character: string): number {
    const glyph = this.glyphs.get(character.codePointAt(0) ?? 0) ?? 0;
    const advance = this.advances[Math.min(glyph, this.advances.length - 1)] ?? 0;
    return advance / this.unitsPerEm;
  }

  private table(tag: string): number {
    const count = this.file.readUInt16BE(4);
    for (let index = 0; index < count; index += 1) {
      const at = 12 + 16 * index;
      if (this.file.toString('latin1', at, at + 4) === tag) return this.file.readUInt32BE(at + 8);
    }
    throw new Error(`The font has no table ${tag}.`);
  }

  /** Formats 4 and 12: one of them is in every font for Unicode. */
  private readCharacters(cmap: number): void {
    const count = this.file.readUInt16BE(cmap + 2);
    for (let index = 0; index < count; index += 1) {
      const at = cmap + this.file.readUInt32BE(cmap + 8 + 8 * index);
      const format = this.file.readUInt16BE(at);
      if (format === 4) this.readSegments(at);
      if (format === 12) this.readGroups(at);
    }
  }

  private readSegments(at: number): void {
    const size = this.file.readUInt16BE(at + 6);
    for (let offset = 0; offset < size; offset += 2) {
      const end = this.file.readUInt16BE(at + 14 + offset);
      const start = this.file.readUInt16BE(at + 16 + size + offset);
      const delta = this.file.readUInt16BE(at + 16 + 2 * size + offset);
      const rangeAt = at + 16 + 3 * size + offset;
      const range = this.file.readUInt16BE(rangeAt);
      for (let code = start; code <= end && code !== 0xffff; code += 1) {
        const listed = range === 0 ? code : this.file.readUInt16BE(rangeAt + range + 2 * (code - start));
        this.note(code, listed === 0 && range !== 0 ? 0 : (listed + delta) & 0xffff);
      }
    }
  }

  private readGroups(at: number): void {
    const count = this.file.readUInt32BE(at + 12);
    for (let index = 0; index < count; index += 1) {
      const group = at + 16 + 12 * index;
      const start = this.file.readUInt32BE(group);
      const end = this.file.readUInt32BE(group + 4);
      const glyph = this.file.readUInt32BE(group + 8);
      for (let code = start; code <= end; code += 1) this.note(code, glyph + code - start);
    }
  }

  private note(code: number, glyph: number): void {
    if (glyph !== 0) this.glyphs.set(code, glyph);
  }
}
