// Who has the conversation, and what the visitor can do about it: the bar above the field.

import { announce } from "./announce";
import { button } from "./dom";
import { active, byId, root } from "./stage";
import type { Desk, DeskAction } from "./types";
import { spoken, wordsIn } from "./words";

const SETTLING = 600; // The second half of a double press must not hit what has taken its place.
const PRESSED = "[data-action]:not([data-action=send], [aria-disabled])"; // the form sends itself
const TYPING = 8000; // Without another sign of it, nobody types any more.

const bar = byId("desk");
const line = byId("desk-line");
const typing = byId("desk-typing");
const row = byId("desk-actions");
const listeners: ((now: Desk, before: Desk) => void)[] = [];

let rest = atRest(); // nothing of the desk is known yet
export let desk = rest;
export let latest = 0; // the event that told it last
let shown = ""; // the buttons
let busy = false;
let settled = 0;
let timer = 0; // of the staff's typing

// As it is before the gateway has said anything: a person can always be asked for.
function atRest(): Desk {
  const title = wordsIn(spoken).talk;
  return { state: "bot", actions: title ? [{ action: "request", title }] : [], language: spoken };
}

export function onDesk(listener: (now: Desk, before: Desk) => void): void {
  listeners.push(listener);
}

// What an event says of the desk: the latest event counts, in whatever order they come.
export function takeFrom(seq: number, given: Desk): void {
  if (seq < latest) return;
  latest = seq;
  take(given);
}

// What the gateway says of the desk now.
export function take(given: Desk): void {
  const before = desk;
  const focused = active();
  desk = given;
  show();
  for (const listener of listeners) listener(desk, before);
  disable();
  if (focused && !active()) land();
}

// A new conversation has a desk of its own.
export function reset(): void {
  latest = 0;
  rest = atRest();
  take(rest);
}

// In another language.
export function renew(): void {
  if (desk === rest) reset();
}

// The form for a message, below the conversation.
export function leftForm(): HTMLElement | null {
  return root.getElementById("left-message");
}

// Where the focus goes when what had it is gone.
export function land(): void {
  (leftForm() ?? bar).focus({ preventScroll: true });
}

function write(place: HTMLElement, text: string): void {
  if (place.textContent === text) return;
  place.textContent = text;
  announce(text, desk.language);
}

function show(): void {
  const { state, status, language, form } = desk;
  bar.hidden = !status && !desk.actions.length;
  bar.lang = language;
  bar.dataset.state = state;
  write(line, status ?? "");
  staffTyping(false);
  // The form has its own buttons; from afar the bar leads to it.
  showActions(form ? [{ action: "form", title: wordsIn(language).to_form }] : desk.actions);
}

function showActions(actions: DeskAction[]): void {
  const wanted = JSON.stringify(actions);
  if (shown === wanted) return;
  shown = wanted;
  const buttons = actions.map(({ action, title }) => {
    const one = button(title, action === "accept" ? "" : "choice");
    one.dataset.action = action;
    return one;
  });
  row.replaceChildren(...buttons);
  settled = performance.now() + SETTLING;
  setTimeout(disable, SETTLING + 1);
}

// By aria-disabled: a disabled button would lose the focus.
function disable(): void {
  const waits = busy || performance.now() < settled;
  for (const one of root.querySelectorAll("[data-action]")) {
    one.ariaDisabled = waits ? "true" : null;
  }
}

export function setBusy(value: boolean): void {
  busy = value;
  disable();
}

export function onPress(listener: (action: string) => void): void {
  root.addEventListener("click", ({ target }) => {
    const pressed = (target as Element).closest<HTMLElement>(PRESSED);
    if (pressed) listener(pressed.dataset.action!);
  });
}

export function staffTyping(value: boolean): void {
  clearTimeout(timer);
  const text = (value && desk.state === "human" && desk.typing) || "";
  write(typing, text);
  if (text) timer = setTimeout(() => staffTyping(false), TYPING);
}
