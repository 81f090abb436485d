import type { ComponentChildren } from 'preact';
import { directionOf, type PageLanguage, pageLanguages } from '../../platform/pages/page-language.js';
import { documentOf, type Page, policyOf } from '../../platform/pages/page.js';
import { CAMPAIGN_STYLE } from './campaign-page.style.js';
import { type PageWords, texts } from './page-words.js';

const NAMES: Record<PageLanguage, string> = { en: 'English', es: 'Español', ar: 'العربية' };

export const CAMPAIGN_POLICY = policyOf({ style: CAMPAIGN_STYLE });

interface Frame extends Omit<Page, 'language' | 'body' | 'style'> {
  words: PageWords;
  path: string;
  /** Of the main element, for scripts. */
  marks?: Readonly<Record<`data-${string}`, string>>;
  children: ComponentChildren;
  footer?: ComponentChildren;
}

/** What stands around everything that is shown of a campaign: a way past it, the languages, the landmarks. */
export function framed({ words, path, marks, children, footer, ...page }: Frame): string {
  return documentOf({
    ...page,
    language: words.language,
    style: CAMPAIGN_STYLE,
    body: (
      <>
        <a class="skip" href="#main">
          {words.texts.skip}
        </a>
        <header>
          <div class="bar">
            <p class="faint">Accompany</p>
            <Languages words={words} path={path} />
          </div>
        </header>
        <main id="main" tabIndex={-1} {...marks}>
          {children}
        </main>
        <footer>{footer}</footer>
      </>
    ),
  });
}

function Languages({ words, path }: { words: PageWords; path: string }) {
  return (
    <nav class="only-on-screen" aria-label={words.texts.languages}>
      <ul class="choices">
        {pageLanguages.map((language) => (
          <li key={language}>
            {language === words.language ? (
              <strong aria-current="true">{NAMES[language]}</strong>
            ) : (
              <a href={`${path}?lang=${language}`} lang={language} dir={directionOf(language)} hreflang={language}>
                {NAMES[language]}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A page that says only that there is nothing to show, and what to do. The same for everything that is not there. */
export function plainPage(language: PageLanguage, says: 'notFound' | 'away'): string {
  const { title, says: text } = texts[language][says];
  return documentOf({
    language,
    title,
    style: CAMPAIGN_STYLE,
    body: (
      <main>
        <h1>{title}</h1>
        <p>{text}</p>
      </main>
    ),
  });
}
