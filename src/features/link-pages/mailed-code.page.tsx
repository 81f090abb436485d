import { Fragment } from 'preact';
import type { PageLanguage } from '../../platform/pages/page-language.js';
import { documentOf } from '../../platform/pages/page.js';
import { LanguageLinks } from '../ask-pages/index.js';
import { FORM_STYLE } from './form.style.js';
import { type Fault, FaultSummary, Field, Hidden } from './form-parts.js';
import { type MailedCode, mailedCodeTexts } from './mailed-code.texts.js';
import { Keep } from './pledge-done.page.js';
import { keyIn } from './pledge-form.fields.js';
import type { Posted } from './posted.js';

interface MailedCodePage {
  language: PageLanguage;
  kind: MailedCode;
  /** As it was sent, so that the code need not be found in the mail again. */
  posted?: Posted;
  faults?: readonly Fault[];
}

export function mailedCodePage({ language, kind, posted = new Map(), faults = [] }: MailedCodePage): string {
  const say = mailedCodeTexts[language];
  const { title, about, button } = say[kind];
  return documentOf({
    language,
    title,
    style: FORM_STYLE,
    scripts: ['/link-code.js'],
    body: (
      <Fragment>
        <header>
          <LanguageLinks language={language} path={`/${kind}`} />
        </header>
        <main>
          <FaultSummary title={say.faultsTitle} faults={faults} />
          <h1>{title}</h1>
          <p>{about}</p>
          <form method="post" action={`/${kind}`} autocomplete="off" novalidate>
            <Hidden values={{ lang: language, key: keyIn(posted) }} />
            <Field
              name="code"
              label={say.code}
              hint={say.codeHint}
              value={posted.get('code')}
              faults={faults}
              required
              maxLength={500}
              autocomplete="one-time-code"
              more={{ dir: 'ltr', 'data-code': '' }}
            />
            {kind === 'undo' ? null : (
              <Field
                name="password"
                type="password"
                label={say.password}
                hint={say.passwordHint}
                faults={faults}
                required
                maxLength={200}
                autocomplete="new-password"
              />
            )}
            <p>
              <button>{button}</button>
            </p>
          </form>
        </main>
      </Fragment>
    ),
  });
}

interface CodeTaken {
  language: PageLanguage;
  kind: MailedCode;
  signInName: string | null;
  recoveryCodes: readonly string[] | null;
}

export function codeTakenPage({ language, kind, signInName, recoveryCodes }: CodeTaken): string {
  const { title, done } = mailedCodeTexts[language][kind];
  return documentOf({
    language,
    title,
    style: FORM_STYLE,
    body: (
      <main>
        <h1>{title}</h1>
        <p role="status">{done}</p>
        <Keep language={language} signInName={signInName} codes={recoveryCodes} />
      </main>
    ),
  });
}
