export interface Palette {
  ground: string;
  ink: string;
  faint: string;
  track: string;
  accent: string;
}

/** Every text has a contrast of 4.5 or more on its ground, every bar of 3 or more. */
export const palettes: Record<'light' | 'dark', Palette> = {
  light: { ground: '#ffffff', ink: '#1b1b1a', faint: '#5b5a56', track: '#e7e5df', accent: '#0b5c8f' },
  dark: { ground: '#161615', ink: '#efeeea', faint: '#b3b0a8', track: '#3a3834', accent: '#7cc3f0' },
};

export const themes = ['light', 'dark', 'auto'] as const;

/** Auto: as the system of whoever looks at it. */
export type Theme = (typeof themes)[number];

export function themeOf(chosen: unknown): Theme {
  return themes.find((one) => one === chosen) ?? 'auto';
}

/** One rule set for each of the two, chosen by the system of whoever looks where the theme is `auto`. */
export function themed(theme: Theme, rules: (palette: Palette) => string): string {
  if (theme !== 'auto') return rules(palettes[theme]);
  return `${rules(palettes.light)}@media (prefers-color-scheme:dark){${rules(palettes.dark)}}`;
}
