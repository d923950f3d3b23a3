// The conversation on the page: each event once, in the order of their numbers.

import { bubble, messageOf, staffBubble } from "./bubbles.js";
import { cardOf } from "./cards.js";
import { desk, staffTyping, takeFrom } from "./desk.js";
import { byId, make } from "./dom.js";
import { helpList } from "./help.js";
import { keepUnsent } from "./kept.js";
import { speak } from "./language.js";
import { say } from "./status.js";
import {
  atEnd,
  inView,
  isWhereItScrolled,
  last,
  reveal,
  revealAll,
  revealOwn,
  toEntry,
} from "./view.js";

const log = byId("log");
const QUIET = 300; // What is put on the page at once is not read out.
// What is said of the steps of a release; a word on personal details stands beside them.
const STEPS = ".said[data-release]:not([data-release=no_details])";

export const bubbles = new Map(); // client_id -> element of the visitor's own message
const cards = new Map(); // client_id -> its crisis card on the page
const waiting = new Set(); // client_ids without an answer yet
const revealed = new Map(); // client_id -> the reply of its that the page scrolls to
const elements = new Map(); // seq -> element, of this conversation
let order = []; // the numbers of `elements`, ascending
let shown = new Set(); // seq of every event that has been shown
let newest = 0; // the highest of them
let replaying = false; // many events at once: scroll only at their end
let onShown = () => {};

// Tells of each event that has been shown.
export function afterShowing(listener) {
  onShown = listener;
}

// The last event on the page.
export function latest() {
  return newest;
}

// Whether the gateway has the visitor's own message.
export function hasArrived(clientId) {
  return [...elements.values()].includes(bubbles.get(clientId));
}

export function elementOf(event) {
  return elements.get(event.seq);
}

export function cardFor(clientId) {
  return cards.get(clientId);
}

// The numbers of a new conversation start again; what stands on the page stays.
export function startOver() {
  shown = new Set();
  newest = 0;
  elements.clear();
  order = [];
}

export function clear() {
  startOver();
  log.replaceChildren();
  for (const one of [bubbles, cards, waiting, revealed]) one.clear();
}

// ---- Waiting for an answer ----------------------------------------------------------------

export function wait(clientId) {
  waiting.add(clientId);
  bubbles.get(clientId).classList.add("sending");
}

export function isWaiting(clientId) {
  return clientId ? waiting.has(clientId) : waiting.size > 0;
}

export function settle(clientId) {
  stopWaiting(clientId);
  if (!waiting.size) say("");
}

export function stopWaiting(clientId) {
  waiting.delete(clientId);
  bubbles.get(clientId)?.classList.remove("sending");
}

// ---- Order --------------------------------------------------------------------------------

// What is being sent stays below what has come: it has no number yet.
function append(element) {
  let next = null;
  for (let one = log.lastElementChild; one; one = one.previousElementSibling) {
    if (!one.matches(".sending") || one === element) break;
    next = one;
  }
  log.insertBefore(element, next);
}

function follows(one, other) {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}

function place(element, seq) {
  let at = order.length;
  while (at && order[at - 1] > seq) at--;
  const before = elements.get(order[at - 1]);
  const after = elements.get(order[at]);
  order.splice(at, 0, seq);
  elements.set(seq, element);
  const stands = element.isConnected;
  if (stands && (!before || follows(before, element)) && (!after || follows(element, after))) {
    return;
  }
  if (after) after.before(element);
  else append(element);
}

// A "Next" goes on from where the visitor is now, and not from where it stands: of the steps, only
// what was said last can be pressed.
function retire() {
  const said = [...log.querySelectorAll(STEPS)];
  const current = said.pop();
  for (const one of said) {
    const row = one.querySelector(".buttons");
    const focused = row?.contains(document.activeElement);
    row?.remove();
    if (!focused) continue;
    // On a touch screen a pressed button keeps the focus: then it goes to what was said next.
    const next = said[said.indexOf(one) + 1] || current;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }
}

// What has no number of its own: a message to send, or what the page has to say.
export function put(element) {
  log.append(element);
}

// ---- Showing ------------------------------------------------------------------------------

function isCard(element) {
  return element.matches(".card");
}

function add(element, { seq, client_id: clientId } = {}) {
  const own = clientId && bubbles.get(clientId);
  const first = revealed.get(clientId);
  const start = isCard(element) ? element : first || element;
  // Who has scrolled away to read something else stays there; but help has to be seen.
  const awaited = own && own !== element && !replaying;
  // Below a short first reply there is room to scroll only once the others are there.
  const moves = awaited && (isCard(element) || (first ? isWhereItScrolled() : inView(own)));
  if (seq === undefined) append(element);
  else place(element, seq);
  // Before the page scrolls: what is gone above moves the rest.
  if (element.dataset.release) retire();
  if (own && own !== element) revealed.set(clientId, start);
  if (moves) reveal(start, own);
  return !own;
}

// A card that came with an error comes again as an event when the retry succeeds.
export function showCard(card, clientId = card.client_id) {
  speak(card.language);
  const known = clientId && cards.get(clientId);
  if (known) {
    if (card.seq !== undefined) place(known, card.seq);
    return false;
  }
  const box = cardOf(card);
  if (clientId) cards.set(clientId, box);
  return add(box, { seq: card.seq, client_id: clientId });
}

function showOwn(event) {
  const own = bubbles.get(event.client_id);
  const box = own || bubble("visitor", event.text);
  keepUnsent(event.client_id, null);
  const failed = own?.querySelector(".failed");
  if (failed?.contains(document.activeElement)) toEntry();
  failed?.remove();
  own?.classList.remove("sending");
  place(box, event.seq);
  if (desk.state === "human" && desk.delivered && !box.querySelector(".delivered")) {
    const delivered = make("p", desk.delivered, "delivered");
    delivered.lang = desk.language;
    box.append(delivered);
  }
  if (own) return false;
  bubbles.set(event.client_id, box);
  return true;
}

function showState(event) {
  if (event.state === "late") {
    if (waiting.has(event.client_id)) say(event.text);
    return false;
  }
  if (event.desk) {
    speak(event.desk.language);
    takeFrom(event);
  }
  if (!event.text) return false;
  const box = bubble("system", event.text, "", event.language);
  box.classList.add("desk");
  if (event.help) box.append(helpList(event.help));
  return add(box, event);
}

function showMessage(event) {
  if (event.from === "staff") staffTyping(false);
  const scrolls = add(event.from === "staff" ? staffBubble(event) : messageOf(event), event);
  if (event.from !== "system") settle(event.client_id);
  return scrolls;
}

// Returns whether the page still has to scroll to it.
function show(event) {
  if (event.type === "typing") staffTyping(event.typing && event.from === "staff");
  if (event.seq === undefined || shown.has(event.seq)) return false;
  shown.add(event.seq);
  newest = Math.max(newest, event.seq);
  const help = event.pinned_help || event.help;
  if (help) speak(help.language, help);
  if (event.type === "card") return showCard(event);
  if (event.type === "state") return showState(event);
  if (event.type !== "message") return false;
  return event.from === "visitor" ? showOwn(event) : showMessage(event);
}

// The form that an event brings stands below the conversation.
export function formOf(events) {
  return events.some((one) => one.desk?.form) ? byId("left-message") : null;
}

// What the desk says does not push away the numbers that somebody has just been given.
function readsCard(fresh) {
  const card = last(".card");
  return card && inView(card) && fresh.every((one) => one.matches(".desk"));
}

function tail() {
  return log.lastElementChild;
}

// Shows what has just happened; the page follows a visitor who reads at the end.
export function showAll(events) {
  const end = atEnd();
  const fresh = events.filter(show).map(elementOf).filter(Boolean);
  const own = fresh.findLast((one) => one.matches(".visitor"));
  if (own) revealOwn(own);
  else if (end && fresh.length && !readsCard(fresh)) revealAll(fresh[0], formOf(events) || tail());
  if (events.some((one) => one.seq !== undefined)) onShown();
}

// Shows many at once without reading them all out: from the top, or where the visitor was.
export function replay(events) {
  const before = last(".said.visitor");
  const moves = !log.querySelector(".said.bot, .card") || (before && inView(before));
  log.setAttribute("aria-live", "off");
  replaying = true;
  events.forEach(show);
  replaying = false;
  log.append(...log.querySelectorAll(".said:has(.failed)"));
  const own = last(".said.visitor");
  if (moves && own) reveal(own.nextElementSibling || own, own, "instant");
  if (moves && desk.state !== "bot") revealAll(tail(), formOf(events) || tail(), "instant");
  setTimeout(() => log.setAttribute("aria-live", "polite"), QUIET);
  onShown();
}
