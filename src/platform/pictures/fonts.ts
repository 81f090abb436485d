import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Typeface } from './typeface.js';

const { resolve } = createRequire(import.meta.url);
const pathOf = (file: string) => resolve(`@expo-google-fonts/${file}`);

/** What pictures are drawn with, the same on every machine: Latin, Greek, Cyrillic, Devanagari, Arabic. */
export const fontFiles = [
  pathOf('noto-sans/400Regular/NotoSans_400Regular.ttf'),
  pathOf('noto-sans/700Bold/NotoSans_700Bold.ttf'),
  pathOf('noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'),
  pathOf('noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf'),
] as const;

let read: readonly Typeface[] | undefined;

/** The bold ones, which are the wider: what fits in them fits. Read when first asked for. */
function typefaces(): readonly Typeface[] {
  read ??= [fontFiles[1], fontFiles[3]].map((path) => new Typeface(readFileSync(path)));
  return read;
}

export function hasGlyph(character: string): boolean {
  return typefaces().some((one) => one.has(character));
}

/** Roughly, in the unit of `size`; of a character that no font here has, as wide as it is high. */
export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const character of text)
    width +=
      typefaces()
        .find((one) => one.has(character))
        ?.width(character) ?? 1;
  return width * size;
}
