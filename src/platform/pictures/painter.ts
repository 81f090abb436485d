import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RetryLater } from '../graphql/errors.js';
import { fontFiles } from './fonts.js';

const FONTS = { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: 'Noto Sans' };
/** A picture of 1200 by 630 takes some 40 kB. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_WAITING = 16;

/**
 * Makes PNG of SVG. That costs some twenty milliseconds of a processor, so that pictures are painted one at a time, beside
 * the thread that serves, each once, and kept; whoever comes when too many wait is asked to come again.
 */
@Injectable()
export class Painter {
  private readonly painted = new LRUCache<string, Buffer>({
    maxSize: MOST_BYTES,
    sizeCalculation: (picture) => picture.length,
  });
  private readonly underway = new Map<string, Promise<Buffer>>();
  private last: Promise<unknown> = Promise.resolve();

  /** Whether it is painted already, or being painted, so that one more costs nothing. */
  has(svg: string): boolean {
    const key = keyOf(svg);
    return this.painted.has(key) || this.underway.has(key);
  }

  async png(svg: string): Promise<Buffer> {
    const key = keyOf(svg);
    const known = this.painted.get(key) ?? this.underway.get(key);
    if (known) return known;
    if (this.underway.size >= MOST_WAITING) throw new RetryLater();
    const painting = this.last.then(() => paint(svg));
    this.last = painting.catch(() => undefined);
    this.underway.set(key, painting);
    try {
      const picture = await painting;
      this.painted.set(key, picture);
      return picture;
    } finally {
      this.underway.delete(key);
    }
  }
}

async function paint(svg: string): Promise<Buffer> {
  const { renderAsync } = await import('@resvg/resvg-js');
  return (await renderAsync(svg, { font: FONTS })).asPng();
}

/** What it shows, so that figures which moved are never shown as they were. */
function keyOf(svg: string): string {
  return createHash('sha256').update(svg).digest('base64url');
}
