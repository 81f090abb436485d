import type { Config } from '../../config.js';
import { escapeHtml } from '../html.js';
import { page } from './page.js';

/** Where to go. The links of a start and of a mail lead here too: their code is after the #, which no server ever sees. */
export function landingPage({ publicUrl }: Config): string {
  return page(
    'Accompany',
    `<p>This server answers GraphQL. There are no screens yet, but there is somewhere to try it:</p>
<ul>
<li><a href="/graphiql">GraphiQL</a>: the operations from sign-up to attested work, ready to run</li>
<li><a href="/mail">Mail</a>: what would have been sent</li>
<li><code>${escapeHtml(publicUrl)}/graphql</code>: where programs send their requests</li>
</ul>
<h2>You came by a start link?</h2>
<p>Copy the whole address of this page into <code>link</code> of the sign-up in GraphiQL. It works once, for whoever comes first.</p>
<h2>You came by a link in a mail?</h2>
<p>Copy what follows the # in the address of this page into <code>code</code> of <code>confirmEmail</code>.</p>`,
  );
}
