import type { Config } from '../../config.js';
import { escapeHtml } from '../html.js';
import { page } from './page.js';

/** Where to go. The links of a start and of an ask lead here too: their code is after the #, which no server ever sees. */
export function landingPage({ publicUrl }: Config): string {
  return page(
    'Accompany',
    `<p>This server answers GraphQL. It has pages for what is public and for pledging by a link; for all else there is somewhere to try it:</p>
<ul>
<li><a href="/graphiql">GraphiQL</a>: the operations from sign-up to attested work, ready to run</li>
<li><a href="/mail">Mail</a>: what would have been sent</li>
<li><code>${escapeHtml(publicUrl)}/graphql</code>: where programs send their requests</li>
</ul>
<h2>You came by a start link?</h2>
<p>Copy the whole address of this page into <code>link</code> of the sign-up in GraphiQL. It works once, for whoever comes first.</p>
<h2>You came by the link of an ask?</h2>
<form method="post" action="/join" autocomplete="off">
<p><label>The link, or the code at its end <input name="link" data-code="a_" required maxlength="500"></label>
<button>Read and pledge</button></p>
</form>
<script src="/link-code.js" type="module"></script>`,
  );
}
