import { documentOf, policyOf } from '../../platform/pages/page.js';
import type { PageLanguage } from '../../platform/pages/page-language.js';
import { type EmbedTexts, embedTexts } from './embed.texts.js';
import { type Theme, themed } from './palettes.js';
import type { ToldProgress, ToldRow } from './told-progress.js';

export interface EmbedPage {
  html: string;
  policy: string;
}

/** For a frame in any other site: it runs nothing, keeps nothing, and leads to the campaign in a tab of its own. */
export function embedPage(progress: ToldProgress, theme: Theme, campaignUrl: string): EmbedPage {
  const { language, name, nameLanguage, share, shareLabel, shareLength, rows, notes } = progress;
  const texts = embedTexts[language];
  return framed(
    language,
    theme,
    texts.describing(name),
    <main>
      <h1 lang={nameLanguage} dir="auto">
        {name}
      </h1>
      <p class="share">
        <span class="label">{shareLabel}</span>
        <strong>{share}</strong>
      </p>
      <Bar length={shareLength} />
      <Figures rows={rows} texts={texts} />
      {notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      <p>
        <a href={campaignUrl} target="_blank" rel="noopener">
          {texts.more} <span class="seen-by-readers">({texts.opensNew})</span>
        </a>
      </p>
    </main>,
  );
}

/** In the same frame, where there is no such campaign or nothing can be read. */
export function emptyEmbedPage(language: PageLanguage, theme: Theme, why: 'missing' | 'away'): EmbedPage {
  const text = embedTexts[language][why];
  return framed(
    language,
    theme,
    text,
    <main>
      <h1>{text}</h1>
    </main>,
  );
}

function framed(language: PageLanguage, theme: Theme, title: string, body: preact.ComponentChildren): EmbedPage {
  const style = styleOf(theme);
  return { html: documentOf({ language, title, style, body }), policy: policyOf({ style, mayBeFramed: true }) };
}

function Figures({ rows, texts }: { rows: readonly ToldRow[]; texts: EmbedTexts }) {
  return (
    <table>
      <caption class="seen-by-readers">{texts.amount}</caption>
      <thead class="seen-by-readers">
        <tr>
          <th scope="col">{texts.measure}</th>
          <th scope="col">{texts.amount}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, value, length }) => (
          <tr key={label}>
            <th scope="row">
              {label}
              <Bar length={length} />
            </th>
            <td class="number">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Beside a figure that is told in words: for eyes alone. As SVG, since a policy without inline style lets nothing else be so wide. */
function Bar({ length }: { length: number | null }) {
  return (
    <svg class="bar" aria-hidden="true" viewBox="0 0 100 4" preserveAspectRatio="none">
      <rect class="track" width="100" height="4" />
      <rect class="accent" width={Math.round((length ?? 0) * 1000) / 10} height="4" />
    </svg>
  );
}

function styleOf(theme: Theme): string {
  const colours = themed(
    theme,
    ({ ground, ink, faint, track, accent }) =>
      `:root{--ground:${ground};--ink:${ink};--faint:${faint};--line:${track};--accent:${accent};--focus:${accent}}`,
  );
  const scheme = theme === 'auto' ? '' : `:root{color-scheme:${theme}}`;
  return `${scheme}${colours}
main{padding:.75rem 1rem}
h1{font-size:1.125rem;margin:0 0 .5rem;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.share{margin:0}
.share strong{display:block;font-size:1.5rem;line-height:1.2}
.label,.note,th{color:var(--faint);font-weight:normal;font-size:.875rem}
td{font-weight:bold}
th,td{border:0;padding-block:.25rem;padding-inline:0}
td.number{padding-inline-start:.5rem;vertical-align:top}
.bar{display:block;width:100%;height:.375rem;margin-block:.125rem}
[dir=rtl] .bar{transform:scaleX(-1)}
.track{fill:var(--line)}
.accent{fill:var(--accent)}
a{display:inline-block;min-height:1.5rem}
p{margin:.25rem 0}
@media (forced-colors:active){.track{fill:Canvas;stroke:CanvasText}.accent{fill:Highlight}}
`;
}
