// Keeps the page of a campaign up to date while it is looked at. The page is whole without it.
//
// The server says over a WebSocket that something changed, and nothing else; then the page is read again as anyone reads
// it, and the parts that differ take the place of the old ones. So there is one way in which figures reach the page.

const main = document.querySelector('main[data-campaign]');
const announced = document.getElementById('announced');

const PROTOCOL = 'graphql-transport-ws';
const QUERY = 'subscription Watch($handle: String!) { campaignProgressed(handle: $handle) { campaign { id } } }';

/**
 * What was read within a second is given to all who ask, so that what is read at once may be from before the change; and
 * everyone who looks is told at the same time.
 */
const SOON = 1_500;
/** By then every copy that is kept on the way is over. */
const SURELY = 7_000;
const BETWEEN_ANNOUNCEMENTS = 30_000;
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 120_000;
/** A server without subscriptions closes at once each time. */
const MOST_RETRIES = 12;

let socket;
let retries = 0;
let retryTimer;
let soonTimer;
let surelyTimer;
let announcedAt = Number.NEGATIVE_INFINITY;

function connect() {
  if (socket || document.hidden || retries > MOST_RETRIES) return;
  const address = new URL('/graphql', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const opened = new WebSocket(address, PROTOCOL);
  socket = opened;
  const send = (message) => opened.send(JSON.stringify(message));
  opened.onopen = () => send({ type: 'connection_init' });
  opened.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'ping') send({ type: 'pong' });
    if (message.type === 'connection_ack') {
      const variables = { handle: main.dataset.campaign };
      send({ id: 'progress', type: 'subscribe', payload: { query: QUERY, variables } });
    }
    if (message.type === 'next') {
      retries = 0;
      refreshLater();
    }
    // Nothing more will come on this one: the campaign is no longer there for everyone, or the server does not know it.
    if (message.type === 'error' || message.type === 'complete') {
      refreshLater();
      opened.close(1000);
    }
  };
  opened.onclose = () => {
    if (socket !== opened) return;
    socket = undefined;
    retryLater();
  };
}

function disconnect() {
  clearTimeout(retryTimer);
  const open = socket;
  socket = undefined;
  open?.close(1000);
}

/** Ever later, and never all at the same time: a server that starts again must not meet everyone at once. */
function retryLater() {
  const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** retries);
  retries += 1;
  clearTimeout(retryTimer);
  retryTimer = setTimeout(connect, wait / 2 + Math.random() * wait);
}

/** Many changes at once are one reading, and the last of them is never missed. */
function refreshLater() {
  soonTimer ??= setTimeout(
    () => {
      soonTimer = undefined;
      void refresh();
    },
    SOON + Math.random() * SOON,
  );
  clearTimeout(surelyTimer);
  surelyTimer = setTimeout(() => void refresh(), SURELY + Math.random() * SOON);
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: 'no-cache', credentials: 'omit' });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch {
    // Away for the moment: the figures that are shown stay.
  }
}

function show(next) {
  const parts = [...document.querySelectorAll('[data-live]')];
  const inView = parts.find((part) => part.getBoundingClientRect().bottom > 0);
  const before = inView?.getBoundingClientRect().top;
  const changed = parts.filter((part) => replace(part, next.getElementById(part.id)));
  if (changed.length === 0) return;
  if (inView) scrollBy({ top: inView.getBoundingClientRect().top - before, behavior: 'instant' });
  announce(next.querySelector('main')?.dataset.says);
}

/** Whether it differs. What was opened stays open, and whoever stands on a link stays there. */
function replace(part, replacement) {
  if (!replacement || asSent(part) === replacement.innerHTML) return false;
  const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
  const focused = part.contains(document.activeElement) ? placeOf(part, document.activeElement) : undefined;
  part.replaceChildren(...document.adoptNode(replacement).childNodes);
  part.querySelectorAll('details').forEach((details, index) => {
    details.open = opened[index] ?? false;
  });
  if (focused) alike(part, focused.name)[focused.index]?.focus({ preventScroll: true });
  return true;
}

/** Without what whoever looks at it has opened. */
function asSent(part) {
  const copy = part.cloneNode(true);
  for (const details of copy.querySelectorAll('details[open]')) details.removeAttribute('open');
  return copy.innerHTML;
}

function placeOf(part, element) {
  const href = element.getAttribute('href');
  const name = href === null ? element.localName : `${element.localName}[href=${JSON.stringify(href)}]`;
  return { name, index: alike(part, name).indexOf(element) };
}

function alike(part, name) {
  return [...part.querySelectorAll(name)];
}

/** Only a new headline, and not at each step: whoever listens to the page reads something else meanwhile. */
function announce(says) {
  if (!says || says === main.dataset.says) return;
  main.dataset.says = says;
  if (performance.now() - announcedAt < BETWEEN_ANNOUNCEMENTS) return;
  announcedAt = performance.now();
  announced.textContent = says;
}

if (main && 'WebSocket' in window) {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      disconnect();
    } else {
      retries = 0;
      connect();
    }
  });
  connect();
}
