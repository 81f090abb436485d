import { invalidLink, paperCodeIn } from '../people/index.js';

/** The code in a link that was given out, in the form in which it is kept; also as it is read from paper. */
export function codeIn(link: string): string {
  const code = paperCodeIn(link, 'e');
  if (code === null) throw invalidLink();
  return code;
}

export function linkOf(publicUrl: string, code: string): string {
  return `${publicUrl}/#e_${code}`;
}
