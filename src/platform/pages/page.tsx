import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { directionOf, type PageLanguage } from './page-language.js';
import { STYLE } from './style.js';

export interface Page {
  language: PageLanguage;
  title: string;
  /** One sentence, for search engines and for cards where the link is shared. */
  description?: string;
  /** Further elements of the head, such as links to other forms of the same thing. */
  head?: ComponentChildren;
  /** The style of this page alone, after the one that all share. */
  style?: string;
  /** Paths of scripts of ours that make the page live. It must be whole without them. */
  scripts?: readonly string[];
  /** Whether search engines may list it. */
  isListed?: boolean;
  body: ComponentChildren;
}

/** A whole document. Whatever stands in it as text is escaped; nothing in it is markup but what stands in our code. */
export function documentOf({
  language,
  title,
  description,
  head,
  style = '',
  scripts = [],
  isListed,
  body,
}: Page): string {
  const markup = renderToString(
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {isListed ? null : <meta name="robots" content="noindex" />}
        {description === undefined ? null : <meta name="description" content={description} />}
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLE + style }} />
        {head}
        {scripts.map((path) => (
          <script key={path} src={path} type="module" />
        ))}
      </head>
      <body>{body}</body>
    </html>,
  );
  return `<!doctype html>\n${markup}\n`;
}

export interface PagePolicy {
  /** As in `Page`. */
  style?: string;
  /** Whether any other site may show it in a frame. */
  mayBeFramed?: boolean;
}

/** Nothing is loaded or run but what we serve ourselves, and no style but the one in the page. */
export function policyOf({ style = '', mayBeFramed = false }: PagePolicy = {}): string {
  const digest = createHash('sha256')
    .update(STYLE + style)
    .digest('base64');
  return [
    `default-src 'none'`,
    `style-src 'sha256-${digest}'`,
    `script-src 'self'`,
    `connect-src 'self'`,
    `img-src 'self' data:`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors ${mayBeFramed ? '*' : `'none'`}`,
  ].join('; ');
}
