import { createHash } from 'node:crypto';
import { escapeHtml } from '../../platform/html.js';
import type { Language } from '../../platform/words/index.js';
import { topicNames } from './topic-names.js';
import type { Topic } from './topics.js';

interface Texts {
  title: string;
  ask: string;
  button: string;
  done: string;
}

const TEXTS: Record<Language, Texts> = {
  en: {
    title: 'Mails of Accompany',
    ask: 'Do you want to get no more mails of this kind?',
    button: 'Send me no more of these',
    done: 'Done: no more mails of this kind will come. To get them again, sign in and choose anew how you want to be told.',
  },
  es: {
    title: 'Correos de Accompany',
    ask: '¿Quieres dejar de recibir correos de este tipo?',
    button: 'No me envíen más de estos',
    done: 'Listo: ya no llegarán correos de este tipo. Para recibirlos de nuevo, inicia sesión y elige otra vez cómo quieres que se te avise.',
  },
};

/** A page that runs nothing and loads nothing. It names the kind of mail, and no person, community or campaign. */
export function unsubscribePage(language: Language, about: readonly Topic[], isDone: boolean): string {
  const { title, ask, button, done } = TEXTS[language];
  const kinds = about.map((topic) => `<li>${escapeHtml(topicNames[topic][language])}</li>`).join('');
  return [
    `<!doctype html>`,
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${title}</h1><ul>${kinds}</ul>`,
    isDone ? `<p>${done}</p>` : `<p>${ask}</p><form method="post"><button>${button}</button></form>`,
    `</main></body>`,
    `</html>`,
    ``,
  ].join('\n');
}

const STYLE =
  'body{margin:0;font:1rem/1.5 system-ui,sans-serif}main{max-width:40rem;margin:0 auto;padding:1rem}button{font:inherit;padding:.5rem 1rem}';

/** The style that stands in the page, its own form, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
