import type { ComponentChildren } from 'preact';
import { directionOf, type PageLanguage } from '../../platform/pages/page-language.js';

/** What is wrong with a field, or with the whole where there is none. */
export interface Fault {
  field: string | null;
  message: string;
  /** Where it is not that of the page. */
  language?: PageLanguage;
}

/** Named first, and in words, so that nobody has to look for what went wrong; each leads to its field. */
export function FaultSummary({ title, faults }: { title: string; faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <div role="alert" class="notice" id="faults" tabIndex={-1} autofocus>
      <h2>{title}</h2>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.field} ${fault.message}`} {...spokenIn(fault)}>
            {fault.field === null ? fault.message : <a href={`#${fault.field}`}>{fault.message}</a>}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  value?: string;
  faults: readonly Fault[];
  type?: 'text' | 'number' | 'email' | 'password' | 'datetime-local';
  lines?: number;
  required?: boolean;
  maxLength?: number;
  autocomplete?: string;
  /** Of labels that someone of the community wrote. */
  labelLanguage?: string;
  more?: Record<string, string | number | boolean>;
}

/** A labelled field with its hint and what is wrong with it. */
export function Field({
  name,
  label,
  hint,
  value = '',
  faults,
  type = 'text',
  lines,
  labelLanguage,
  ...rest
}: FieldProps) {
  const { required = false, maxLength, autocomplete = 'off', more = {} } = rest;
  const own = faults.filter(({ field }) => field === name);
  // As plain names and values: a union of all kinds of fields is more than the checker of types takes apart.
  const attributes: Record<string, unknown> = {
    id: name,
    name,
    value,
    required,
    maxLength,
    autocomplete,
    ...(lines === undefined ? { type } : { rows: lines, dir: 'auto' }),
    ...more,
    ...pointing(name, hint, own),
  };
  return (
    <div>
      <label for={name} {...(labelLanguage && { lang: labelLanguage, dir: directionOf(labelLanguage) })}>
        {label}
      </label>
      {hint && (
        <p class="faint hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <FieldFaults name={name} faults={own} />
      {lines === undefined ? <input {...attributes} /> : <textarea {...attributes} />}
    </div>
  );
}

interface TickProps {
  name: string;
  label: string;
  ticked: boolean;
  faults: readonly Fault[];
}

export function Tick({ name, label, ticked, faults }: TickProps) {
  const own = faults.filter(({ field }) => field === name);
  return (
    <div>
      <FieldFaults name={name} faults={own} />
      <label class="choice">
        <input
          type="checkbox"
          id={name}
          name={name}
          value="yes"
          required
          checked={ticked}
          {...pointing(name, undefined, own)}
        />
        <span>{label}</span>
      </label>
    </div>
  );
}

export function FieldFaults({ name, faults }: { name: string; faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <div id={`${name}-fault`}>
      {faults.map((fault) => (
        <p key={fault.message} class="fault" {...spokenIn(fault)}>
          {fault.message}
        </p>
      ))}
    </div>
  );
}

export function Hidden({ values }: { values: Record<string, string | number> }): ComponentChildren {
  return Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

function pointing(name: string, hint: string | undefined, own: readonly Fault[]): Record<string, string> {
  const describedBy = [hint && `${name}-hint`, own.length > 0 && `${name}-fault`].filter(Boolean).join(' ');
  return {
    ...(describedBy !== '' && { 'aria-describedby': describedBy }),
    ...(own.length > 0 && { 'aria-invalid': 'true' }),
  };
}

function spokenIn({ language }: Fault): { lang?: string; dir?: 'ltr' | 'rtl' } {
  return language === undefined ? {} : { lang: language, dir: directionOf(language) };
}
