// What stands around the conversation is in the language that the assistant spoke last.

import { consent } from "./consent";
import { renewDesk } from "./conversation";
import { make } from "./dom";
import { helpList } from "./help";
import { active, byId, panel, root } from "./stage";
import type { Language } from "./types";
import { type Key, setSpoken, spoken, widget, wordsIn } from "./words";

const FIRST = 3; // So many numbers fit beside each other; the others are one press away.

export function speak(language?: string | null): void {
  if (language === spoken || !widget?.texts[language as Language]) return;
  setSpoken(language as Language);
  dress();
}

// Puts the words in their places.
export function dress(): void {
  const words = wordsIn(spoken);
  panel.lang = spoken;
  for (const one of root.querySelectorAll<HTMLElement>("[data-text], [data-name]")) {
    const { text, name } = one.dataset;
    const said = words[(text || name || one.id) as Key];
    if (text === undefined) one.ariaLabel = said;
    else one.textContent = said;
  }
  const practice = widget?.practice;
  byId("practice").textContent = [practice?.name, words.subtitle].filter(Boolean).join(" · ");
  byId("leave-hint").textContent = `${words.leave}: ${words.leave_hint}`;
  showNumbers(words.more_numbers);
  consent();
  renewDesk();
}

function showNumbers(more: string): void {
  const all = helpList();
  const few = [...all.querySelectorAll("a")].slice(0, FIRST).map((one) => one.cloneNode(true));
  const parts = more ? [...few, make("details", "", "", make("summary", more), all)] : [all];
  const focused = active();
  byId("help").replaceChildren(byId("help_heading"), ...parts);
  if (focused && !active()) byId("title").focus();
}
