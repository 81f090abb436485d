/**
 * What is said to a person. Where it is said it stands in plain English; it is put into their language at the edge,
 * where theirs is known. A text with values keeps them apart, since other languages put them in another place.
 * Plain data, so that it can be kept and read back as JSON.
 */
export type Words = string | Message;

export interface Message {
  /** English, with `{0}`, `{1}`… where the values belong. */
  readonly template: string;
  readonly values: readonly Value[];
}

/** A value that is itself said, such as the name of a state, is put into the language as well. */
export type Value = string | number | Message;

/** A text with values: say`The brief is at version ${version} now.` Texts without values are plain literals. */
export function say(strings: TemplateStringsArray, ...values: Value[]): Message {
  return { template: strings.reduce((text, part, index) => `${text}{${index - 1}}${part}`), values };
}

/** As it is written in the source. */
export function english(words: Words): string {
  return put(words, (template) => template);
}

/** The words with their values in place, each template as `inLanguage` has it. */
export function put(words: Words, inLanguage: (template: string) => string): string {
  if (typeof words === 'string') return inLanguage(words);
  return inLanguage(words.template).replace(/\{(\d+)\}/g, (placeholder, index: string) => {
    const value = words.values[Number(index)];
    if (value === undefined) return placeholder;
    return typeof value === 'object' ? put(value, inLanguage) : String(value);
  });
}
