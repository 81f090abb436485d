import { Fragment } from 'preact';
import type { PageLanguage } from '../../platform/pages/page-language.js';
import { documentOf } from '../../platform/pages/page.js';
import { LanguageLinks } from '../ask-pages/index.js';
import { doorTexts, type OtherLink } from './door.texts.js';
import { FORM_STYLE } from './form.style.js';
import { FaultSummary, Field } from './form-parts.js';

/** Where links lead whose code stands behind the #: the script sends it on, or the reader pastes it. */
export function doorPage(language: PageLanguage, isOver = false): string {
  const say = doorTexts[language];
  const faults = isOver ? [{ field: 'link', message: say.over }] : [];
  return documentOf({
    language,
    title: isOver ? `${say.faultsTitle} · ${say.title}` : say.title,
    style: FORM_STYLE,
    scripts: ['/link-code.js'],
    body: (
      <Fragment>
        <header>
          <LanguageLinks language={language} path="/join" />
        </header>
        <main>
          <FaultSummary title={say.faultsTitle} faults={faults} />
          <h1>{say.title}</h1>
          <p>{say.about}</p>
          <h2>{say.paste}</h2>
          <form method="post" action="/join" autocomplete="off" data-at-once>
            <input type="hidden" name="lang" value={language} />
            <Field
              name="link"
              label={say.label}
              hint={say.hint}
              faults={faults}
              required
              maxLength={500}
              more={{ dir: 'ltr', 'data-code': '' }}
            />
            <p>
              <button>{say.goOn}</button>
            </p>
          </form>
        </main>
      </Fragment>
    ),
  });
}

/** For a link that no page of ours can answer: what it is, truly, and where it can be used. */
export function otherLinkPage(language: PageLanguage, link: OtherLink): string {
  const say = doorTexts[language];
  return documentOf({
    language,
    title: say.otherTitle,
    style: FORM_STYLE,
    body: (
      <main>
        <h1>{say.otherTitle}</h1>
        <p>{say.other[link]}</p>
        <p>{say.howTo}</p>
      </main>
    ),
  });
}
