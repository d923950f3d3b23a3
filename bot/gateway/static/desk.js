// Who has the conversation, and what the visitor can do about it: the bar above the field.

import { button, byId } from "./dom.js";
import { onLanguage } from "./language.js";
import { spoken, wordsIn } from "./words.js";

const SETTLING = 600; // The second half of a double press must not hit what has taken its place.
const TYPING = 8000; // Without another sign of it, nobody types any more.

const bar = byId("desk");
const line = byId("desk-line");
const typing = byId("desk-typing");
const row = byId("desk-actions");
const talk = { ...row.firstElementChild.dataset };
const listeners = [];

export let desk = atRest();
export let changes = 0; // how often the desk was told by an event
let latest = 0; // the event that told it last
let busy = false;
let settled = 0;
let timer = 0; // of the staff's typing

// As it is before the gateway has said anything: a person can always be asked for.
function atRest() {
  return {
    state: "bot",
    status: null,
    actions: [{ action: "request", title: talk[spoken] }],
    form: null,
    language: spoken,
    untold: true,
  };
}

export function onDesk(listener) {
  listeners.push(listener);
}

// What an event says of the desk: the latest event counts, in whatever order they come.
export function takeFrom(event) {
  if (event.seq < latest) return;
  latest = event.seq;
  changes++;
  take(event.desk);
}

// What the gateway says of the desk now.
export function take(given) {
  const before = desk;
  const focused = document.activeElement;
  desk = given;
  show(before);
  for (const listener of listeners) listener(desk, before);
  disable();
  if (focused !== document.body && !focused.isConnected) land();
}

// A new conversation has a desk of its own.
export function reset() {
  latest = 0;
  take(atRest());
}

// Where the focus goes when what had it is gone.
export function land() {
  (byId("left-message") || bar).focus({ preventScroll: true });
}

function show(before) {
  bar.hidden = false;
  bar.lang = desk.language;
  bar.dataset.state = desk.state;
  if (line.textContent !== (desk.status || "")) line.textContent = desk.status || "";
  if (desk.state !== before.state || desk.staff !== before.staff) staffTyping(false);
  // The form has its own buttons; from afar the bar leads to it.
  const actions = desk.form
    ? [{ action: "form", title: wordsIn(desk.language).toForm }]
    : desk.actions;
  const there = new Map([...row.children].map((one) => [one.dataset.action, one]));
  const shown = actions.map(({ action, title }) => {
    const element = there.get(action) || button("");
    element.className = action === "accept" ? "" : "choice";
    element.dataset.action = action;
    if (element.textContent !== title) element.textContent = title;
    return element;
  });
  const same = shown.length === there.size && shown.every((one) => one.parentElement === row);
  if (same) return;
  settled = performance.now() + SETTLING;
  setTimeout(disable, SETTLING + 1);
  for (const one of there.values()) if (!shown.includes(one)) one.remove();
  shown.forEach((one, index) => {
    if (row.children[index] !== one) row.insertBefore(one, row.children[index] || null);
  });
}

// By aria-disabled: a disabled button would lose the focus.
function disable() {
  const waits = busy || performance.now() < settled;
  for (const one of document.querySelectorAll("[data-action]")) {
    if (waits) one.setAttribute("aria-disabled", "true");
    else one.removeAttribute("aria-disabled");
  }
}

export function setBusy(value) {
  busy = value;
  disable();
}

export function onPress(listener) {
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("button[data-action]");
    if (!pressed || pressed.type === "submit") return;
    if (pressed.getAttribute("aria-disabled") !== "true") listener(pressed.dataset.action);
  });
}

export function staffTyping(value) {
  clearTimeout(timer);
  const text = (value && desk.state === "human" && desk.typing) || "";
  if (typing.textContent !== text) typing.textContent = text;
  if (text) timer = setTimeout(() => staffTyping(false), TYPING);
}

onLanguage(() => {
  if (desk.untold) take(atRest());
});
