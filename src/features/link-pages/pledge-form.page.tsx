import { Fragment } from 'preact';
import { directionOf, type PageLanguage, pageLanguages } from '../../platform/pages/page-language.js';
import { documentOf } from '../../platform/pages/page.js';
import { AskDetails, askTexts, isolated, LANGUAGE_NAMES, shiftText, Written } from '../ask-pages/index.js';
import { FORM_STYLE } from './form.style.js';
import { type Fault, FaultSummary, Field, FieldFaults, Hidden, Tick } from './form-parts.js';
import { answerField, keyIn, openShifts, shownVersions, valuesOf } from './pledge-form.fields.js';
import { type Invitation, wordsIn, zoneOf } from './pledge-form.query.js';
import { pledgeTexts } from './pledge-form.texts.js';
import type { Posted } from './posted.js';

export interface PledgeFormPage {
  language: PageLanguage;
  invitation: Invitation;
  /** As it was sent; without anything but the link it is shown for the first time. */
  posted: Posted;
  faults: readonly Fault[];
}

/** The parts of the form know what was typed in them and what is wrong with it. */
interface Part extends PledgeFormPage {
  values: Posted;
}

export function pledgeFormPage(page: PledgeFormPage): string {
  const { language, invitation, posted, faults } = page;
  const say = pledgeTexts[language];
  const words = wordsIn(invitation, language);
  const { community, campaign, ask } = invitation;
  const part = { ...page, values: valuesOf(posted, invitation) };
  return documentOf({
    language,
    title: `${faults.length > 0 ? `${say.faultMark}: ` : ''}${say.title} · ${words.title}`,
    style: FORM_STYLE,
    scripts: ['/link-code.js'],
    body: (
      <main>
        <form method="post" action="/join/pledge" autocomplete="off" novalidate>
          <Hidden
            values={{
              link: posted.get('link') ?? '',
              lang: language,
              key: keyIn(posted),
              ...shownVersions(invitation),
            }}
          />
          <FaultSummary title={say.faultsTitle} faults={faults} />
          <h1 lang={words.language} dir={directionOf(words.language)}>
            {words.title}
          </h1>
          <p class="faint">{say.by(isolated(community.name), isolated(campaign.name))}</p>
          {ask.isFull && ask.takesPledges && <p class="notice">{say.full}</p>}
          {!ask.takesPledges && <p class="notice">{say.notNow}</p>}
          <Reading {...part} />
          <Questions {...part} />
          <Plan {...part} />
          <Account {...part} />
          {ask.takesPledges && (
            <p>
              <button>{say.send}</button>
            </p>
          )}
          <OtherLanguages language={language} />
        </form>
      </main>
    ),
  });
}

/** As buttons of the form, so that a change of language keeps what was typed, and the link out of the address. */
function OtherLanguages({ language }: { language: PageLanguage }) {
  return (
    <p class="only-on-screen">
      {pageLanguages
        .filter((one) => one !== language)
        .map((one) => (
          <Fragment key={one}>
            <button
              class="plain"
              name="to"
              value={one}
              formaction="/join"
              formnovalidate
              lang={one}
              dir={directionOf(one)}
            >
              {LANGUAGE_NAMES[one]}
            </button>{' '}
          </Fragment>
        ))}
    </p>
  );
}

/** Everything that is accepted, each with its box, in the order in which it is read. */
function Reading({ language, invitation, values, faults }: Part) {
  const say = pledgeTexts[language];
  const { ask, agreement, brief, campaign, community, riskTier, shifts } = invitation;
  const words = wordsIn(invitation, language);
  const ticked = (name: string) => ({ name, ticked: values.get(name) === 'yes', faults });
  const details = { language, ask, words, shifts: shifts.filter(({ isOpen }) => isOpen), timeZone: zoneOf(invitation) };
  return (
    <Fragment>
      <h2>{say.read}</h2>
      <section class="card">
        <AskDetails {...details} />
        <Tick {...ticked('acceptTerms')} label={say.acceptTerms(askTexts[language].risks[riskTier] ?? '')} />
      </section>
      <section class="card">
        <h2>{say.briefTitle}</h2>
        <Written text={brief.text} language={campaign.language} />
        <Tick {...ticked('acceptBrief')} label={say.acceptBrief} />
      </section>
      <section class="card">
        <h2>{say.agreementTitle(isolated(community.name))}</h2>
        <Written text={agreement.text} language={campaign.language} />
        <Tick {...ticked('acceptAgreement')} label={say.acceptAgreement} />
      </section>
    </Fragment>
  );
}

function Questions({ language, invitation, values, faults }: Part) {
  const say = pledgeTexts[language];
  const { questions } = invitation.agreement;
  if (questions.length === 0) return null;
  return (
    <fieldset>
      <legend>{say.questionsTitle}</legend>
      <p class="faint">{say.questionsHint}</p>
      {questions.map(({ id, text, required }) => {
        const name = answerField(id);
        const more = { required, faults, value: values.get(name), maxLength: 2000, lines: 3 };
        const hint = required ? undefined : say.optional;
        return (
          <Field key={id} name={name} label={text} hint={hint} labelLanguage={invitation.campaign.language} {...more} />
        );
      })}
    </fieldset>
  );
}

function Plan({ language, invitation, values, faults }: Part) {
  const say = pledgeTexts[language];
  const { unit } = wordsIn(invitation, language);
  const { quantityWanted } = invitation.ask;
  const own = (name: string) => ({ name, value: values.get(name), faults });
  const number = { inputmode: 'numeric', min: 1, max: quantityWanted, step: 1 };
  return (
    <fieldset>
      <legend>{say.planTitle}</legend>
      <Field {...own('quantity')} label={say.quantity(isolated(unit))} type="number" required more={number} />
      {openShifts(invitation).length > 0 ? (
        <Shifts {...{ language, invitation, values, faults }} />
      ) : (
        <Field {...own('when')} label={say.when} hint={say.whenHint(zoneOf(invitation))} type="datetime-local" />
      )}
      <Field {...own('where')} label={say.where} hint={say.whereHint} maxLength={300} more={{ dir: 'auto' }} />
      <Field {...own('firstStep')} label={say.firstStep} hint={say.firstStepHint} maxLength={1000} lines={2} />
    </fieldset>
  );
}

function Shifts({ language, invitation, values, faults }: Omit<Part, 'posted'>) {
  const own = faults.filter(({ field }) => field === 'shift');
  return (
    <fieldset aria-describedby={own.length > 0 ? 'shift-fault' : undefined}>
      <legend>{pledgeTexts[language].shift}</legend>
      <FieldFaults name="shift" faults={own} />
      {openShifts(invitation).map((shift, index) => (
        <label class="choice" key={shift.id}>
          <input
            type="radio"
            name="shift"
            id={index === 0 ? 'shift' : undefined}
            value={shift.id}
            required
            checked={values.get('shift') === shift.id}
          />
          <span>{shiftText(language, shift, zoneOf(invitation))}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Account({ language, values, faults }: Part) {
  const say = pledgeTexts[language];
  const own = (name: string) => ({ name, value: values.get(name), faults });
  return (
    <fieldset>
      <legend>{say.youTitle}</legend>
      <p>{say.hasAccount}</p>
      <Field
        {...own('pseudonym')}
        label={say.pseudonym}
        hint={say.pseudonymHint}
        autocomplete="nickname"
        maxLength={60}
        more={{ dir: 'auto' }}
      />
      <Field
        {...own('email')}
        label={say.email}
        hint={say.emailHint}
        type="email"
        autocomplete="email"
        maxLength={254}
      />
      <Field
        {...own('password')}
        label={say.password}
        hint={say.passwordHint}
        type="password"
        autocomplete="new-password"
        maxLength={200}
      />
    </fieldset>
  );
}
