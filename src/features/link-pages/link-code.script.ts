/**
 * Takes a code that stands behind the # of the address, where no server and no log sees it, into the field for it, and
 * takes it off the address. A form is sent once however often its button is pressed.
 */
export const LINK_CODE_SCRIPT = `const field = document.querySelector('[data-code]');

function take() {
  const code = location.hash.slice(1);
  if (!field || !/^[\\w-]{16,200}$/.test(code) || !code.startsWith(field.dataset.code)) return;
  history.replaceState(null, '', location.pathname + location.search);
  field.value = code;
  for (const link of document.querySelectorAll('.languages a')) link.hash = code;
  for (const typed of document.querySelectorAll('[data-typed]')) typed.hidden = true;
  if (field.form.hasAttribute('data-at-once')) field.form.requestSubmit();
}

for (const form of document.forms) {
  let isSent = false;
  form.addEventListener('submit', (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  addEventListener('pageshow', () => { isSent = false; });
}
addEventListener('hashchange', take);
take();
`;
