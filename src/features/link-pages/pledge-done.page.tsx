import { Fragment } from 'preact';
import { directionOf, type PageLanguage } from '../../platform/pages/page-language.js';
import { documentOf } from '../../platform/pages/page.js';
import { isolated, timeText, Written } from '../ask-pages/index.js';
import { FORM_STYLE } from './form.style.js';
import { type Invitation, type Joined, wordsIn, zoneOf } from './pledge-form.query.js';
import { pledgeTexts } from './pledge-form.texts.js';

interface PledgeDone {
  language: PageLanguage;
  invitation: Invitation;
  joined: Joined;
}

/** What was pledged, and once what signs in: it can be printed, and is kept nowhere. */
export function pledgeDonePage(done: PledgeDone): string {
  const { language, joined } = done;
  const say = pledgeTexts[language];
  const title = titleOf(done);
  return documentOf({
    language,
    title,
    style: FORM_STYLE,
    body: (
      <main>
        <h1>{title}</h1>
        <p role="status">{say.done[stateOf(joined)]}</p>
        <Pledged {...done} />
        <Keep language={language} signInName={joined.signInName} codes={joined.recoveryCodes} />
        {joined.pledge && <Afterwards {...done} />}
      </main>
    ),
  });
}

export function sentBeforePage(language: PageLanguage): string {
  const say = pledgeTexts[language];
  return documentOf({
    language,
    title: say.beforeTitle,
    style: FORM_STYLE,
    body: (
      <main>
        <h1>{say.beforeTitle}</h1>
        <p>{say.before}</p>
      </main>
    ),
  });
}

interface Secrets {
  language: PageLanguage;
  signInName: string | null;
  codes: readonly string[] | null;
}

/** What a new account signs in with. */
export function Keep({ language, signInName, codes }: Secrets) {
  const say = pledgeTexts[language];
  if (signInName === null || codes === null) return null;
  return (
    <section class="card">
      <h2>{say.keepTitle}</h2>
      <p>{say.keep}</p>
      <p>
        {say.signInName}:{' '}
        <bdi class="secret" dir="ltr">
          {signInName}
        </bdi>
      </p>
      <p id="codes">{say.codes}</p>
      <ol class="codes" aria-labelledby="codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
    </section>
  );
}

function Pledged({ language, invitation, joined: { pledge, membership } }: PledgeDone) {
  const say = pledgeTexts[language];
  const words = wordsIn(invitation, language);
  return (
    <Fragment>
      <h2 lang={words.language} dir={directionOf(words.language)}>
        {words.title}
      </h2>
      <p>{say.by(isolated(invitation.community.name), isolated(invitation.campaign.name))}</p>
      {pledge && (
        <Fragment>
          <p>
            {say.what}: {new Intl.NumberFormat(language).format(pledge.quantity)}{' '}
            <bdi lang={words.language}>{words.unit}</bdi>
          </p>
          <p>{say.planned(timeText(language, pledge.plan.when, zoneOf(invitation)))}</p>
          {pledge.plan.where && <Written text={pledge.plan.where} language={words.language} />}
        </Fragment>
      )}
      {membership && <p>{say.calledHere(isolated(membership.pseudonym))}</p>}
    </Fragment>
  );
}

function Afterwards({ language, invitation }: PledgeDone) {
  const say = pledgeTexts[language];
  return (
    <Fragment>
      <h2>{say.stepBackTitle}</h2>
      <p>{say.stepBack(invitation.ask.noticeHours)}</p>
      <p>{say.attested(isolated(invitation.community.name))}</p>
      <p>{say.calendar}</p>
    </Fragment>
  );
}

function stateOf({ pledge }: Joined): 'ACTIVE' | 'WAITLISTED' | 'CONDITIONAL' | 'REQUEST' {
  if (!pledge) return 'REQUEST';
  return pledge.state === 'WAITLISTED' || pledge.state === 'CONDITIONAL' ? pledge.state : 'ACTIVE';
}

function titleOf({ language, joined }: PledgeDone): string {
  const say = pledgeTexts[language];
  if (!joined.pledge) return say.requestTitle;
  return joined.pledge.state === 'WAITLISTED' ? say.waitlistedTitle : say.doneTitle;
}
