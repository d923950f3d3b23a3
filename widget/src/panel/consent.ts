// The first screen: what this is and who can read it, before anything is said.

import { bubble } from "./bubbles";
import { begin } from "./conversation";
import { focusIn } from "./dialog";
import { paragraphs } from "./dom";
import { CONSENT, recall, store } from "./kept";
import { put, tail } from "./order";
import { session } from "./session";
import { active, byId } from "./stage";
import { sayUnreachable } from "./starting";
import { say } from "./status";
import { load, spoken, widget, wordsIn } from "./words";

const screen = byId("first-screen");
const start = byId("start");
const entry = byId<HTMLTextAreaElement>("entry");

let agreed = recall<string>(CONSENT); // the version that was agreed to
let waits = ""; // a text that was sent, and goes out with Start

// The version that was agreed to, if it is still the one in force; else null.
export function consented(): string | null {
  return widget?.first_screen.version === agreed ? agreed : null;
}

// What was agreed to, here or in another tab.
export function adopt(version: string | null): void {
  agreed = version;
  if (!version) waits = "";
  store(CONSENT, version);
}

// Shows the first screen if it is due.
export function consent(): void {
  if (!widget || consented()) return;
  const { title, text } = widget.first_screen[spoken];
  byId("first-title").textContent = title;
  byId("first-text").replaceChildren();
  paragraphs(byId("first-text"), text);
  if (widget.practice?.fictional) paragraphs(byId("first-text"), wordsIn(spoken).fictional);
  // Over a conversation that goes on, it is the last thing said.
  if (session) byId("log").after(screen);
  screen.hidden = false;
  if (active() === entry && !entry.value) focusIn();
}

export function isAsking(): boolean {
  return !screen.hidden;
}

// A text was sent before Start, or before it is known whether Start is due: it is kept in the box.
export function hold(text: string): void {
  waits = text;
}

// The way on is told. The focus stays in the field: a key that is pressed too long must not agree to anything.
export function held(): void {
  if (widget) say(wordsIn(spoken).start_hint);
  else sayUnreachable();
}

// What was sent too early goes out; or it waits again, and danger in it is looked for again. By itself nothing goes
// out that was changed since.
export function release(pressed = false): void {
  if (!waits || (!pressed && waits !== entry.value)) return;
  waits = "";
  byId<HTMLFormElement>("composer").requestSubmit();
}

// The first screen has changed since it was loaded: shows it again.
export function askAgain(): void {
  adopt(null);
  load().then(consent);
}

start.onclick = () => {
  adopt(widget!.first_screen.version);
  screen.hidden = true;
  say("");
  if (!session && !tail()) put(bubble("system", wordsIn(spoken).new_conversation, null, spoken));
  begin();
  focusIn();
  release(true);
};
