import { Fragment } from 'preact';
import { directionOf, type PageLanguage } from '../../platform/pages/page-language.js';
import type { AskFacts, AskWords, ShiftShown } from './ask-page.query.js';
import { askTexts } from './ask-page.texts.js';
import { timeText } from './times.js';

interface Details {
  language: PageLanguage;
  ask: AskFacts;
  words: AskWords;
  shifts: readonly ShiftShown[];
  /** By whose clock its times are said. */
  timeZone: string;
}

/** A text of the community, in its own language and direction, lines as they were written. */
export function Written({ text, language }: { text: string; language: string }) {
  return (
    <p class="lines" lang={language} dir={directionOf(language)}>
      {text}
    </p>
  );
}

/** All that an ask says besides its title: the same to whoever looks, and to whoever is about to pledge. */
export function AskDetails(details: Details) {
  const { language, words } = details;
  const say = askTexts[language];
  return (
    <Fragment>
      {words.description && (
        <Fragment>
          <h2>{say.what}</h2>
          <Written language={words.language} text={words.description} />
        </Fragment>
      )}
      <When {...details} />
      <Where {...details} />
      <Access {...details} />
      <h2>{say.risk}</h2>
      <p>
        <strong>{say.risks[details.ask.riskTier]}</strong>
      </p>
      {words.riskNotes && <Written language={words.language} text={words.riskNotes} />}
      <Parts
        of={words}
        parts={[
          [say.mitigations, words.mitigations],
          [say.dos, words.dos],
          [say.donts, words.donts],
          [say.prerequisites, words.prerequisites],
          [say.suits, words.suits],
        ]}
      />
    </Fragment>
  );
}

function When({ language, ask, shifts, timeZone }: Details) {
  const say = askTexts[language];
  return (
    <Fragment>
      <h2>{say.when}</h2>
      <p>{windowText(language, ask, timeZone)}</p>
      {ask.effortMinutes === null ? null : <p>{say.effort(ask.effortMinutes)}</p>}
      {shifts.length > 0 && (
        <Fragment>
          <h3>{say.shifts}</h3>
          <ul>
            {shifts.map((shift) => (
              <li key={shift.id}>{shiftText(language, shift, timeZone)}</li>
            ))}
          </ul>
        </Fragment>
      )}
    </Fragment>
  );
}

function Where({ language, ask, words }: Details) {
  const say = askTexts[language];
  const where = placeOf(ask);
  if (where === '' && !ask.isOnline) return null;
  return (
    <Fragment>
      <h2>{say.where}</h2>
      {where && <Written language={words.language} text={where} />}
      {ask.isOnline && <p>{say.online}</p>}
    </Fragment>
  );
}

function Access({ language, ask, words }: Details) {
  const say = askTexts[language];
  if (words.access === '' && ask.accessFeatures.length === 0) return null;
  return (
    <Fragment>
      <h2>{say.access}</h2>
      {ask.accessFeatures.length > 0 && (
        <ul>
          {ask.accessFeatures.map((feature) => (
            <li key={feature}>{say.features[feature]}</li>
          ))}
        </ul>
      )}
      {words.access && <Written language={words.language} text={words.access} />}
    </Fragment>
  );
}

function Parts({ of, parts }: { of: AskWords; parts: readonly (readonly [string, string])[] }) {
  return (
    <Fragment>
      {parts
        .filter(([, text]) => text !== '')
        .map(([title, text]) => (
          <Fragment key={title}>
            <h3>{title}</h3>
            <Written text={text} language={of.language} />
          </Fragment>
        ))}
    </Fragment>
  );
}

/** Where exactly, if that may be told to whoever looks; else where about. */
export function placeOf({ place, area }: AskFacts): string {
  return place === null || place === '' ? area : place;
}

function windowText(language: PageLanguage, { startsAt, endsAt }: AskFacts, timeZone: string): string {
  const say = askTexts[language];
  const at = (instant: string) => timeText(language, instant, timeZone);
  if (startsAt === null) return endsAt === null ? say.anyTime : say.until(at(endsAt));
  return endsAt === null ? say.from(at(startsAt)) : say.between(at(startsAt), at(endsAt));
}

export function shiftText(language: PageLanguage, shift: ShiftShown, timeZone: string): string {
  const [start, end] = [shift.startsAt, shift.endsAt].map((at) => timeText(language, at, timeZone));
  const times = askTexts[language].between(start ?? '', end ?? '');
  return shift.label === '' ? times : `${shift.label}: ${times}`;
}
