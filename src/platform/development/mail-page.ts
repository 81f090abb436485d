import { escapeHtml } from '../html.js';
import type { KeptMail, Mailbox } from '../mail/mailbox.js';
import { page } from './page.js';

/** Null where mails leave by SMTP instead of being kept. */
export function mailPage(mailbox: Mailbox | null): string {
  if (!mailbox) return page('Mail', '<p>SMTP_URL is set: mails go there, and none is kept here.</p>');
  const mails = mailbox.list();
  if (mails.length === 0) {
    return page('Mail', '<p>No mail yet. Sign up with an e-mail address, and load this page again a second later.</p>');
  }
  const count = mails.length === 1 ? 'One mail' : `${mails.length} mails`;
  return page('Mail', `<p>${count}, newest first. Nothing was sent.</p>\n${mails.map(article).join('\n')}`);
}

function article({ to, subject, keptAt, text, html }: KeptMail): string {
  const name = escapeHtml(subject);
  // Sandboxed and without scripts: what is shown there is someone's mail, not a part of this page.
  return `<article>
<h2>${name}</h2>
<dl>
<dt>To</dt><dd>${escapeHtml(to)}</dd>
<dt>At</dt><dd><time datetime="${keptAt.toISOString()}">${keptAt.toISOString().replace('T', ' ').slice(0, 19)} UTC</time></dd>
</dl>
<pre>${escapeHtml(text)}</pre>
<details>
<summary>As HTML</summary>
<iframe sandbox title="${name}" srcdoc="${escapeHtml(html)}"></iframe>
</details>
</article>`;
}
