// What stands around the conversation is in the language that the assistant spoke last.

import { byId } from "./dom.js";
import { helpList } from "./help.js";
import { isSpoken, setSpoken, spoken, wordsIn } from "./words.js";

const HEADING = byId("help-heading");
const NUMBERS = document.querySelector("#help .numbers");
HEADING.dataset.en = HEADING.textContent;

export let spanishHelp = null; // the numbers in Spanish, once they have come
let spanishNumbers = null; // the list of them at the top of the page
const listeners = [];

export function onLanguage(listener) {
  listeners.push(listener);
}

export function speak(language, help) {
  if (help?.language === "es" && !spanishHelp) {
    spanishHelp = help;
    spanishNumbers = helpList(help);
  }
  if (!isSpoken(language)) return;
  const numbers = (language === "es" && spanishNumbers) || NUMBERS;
  const before = document.querySelector("#help .numbers");
  if (before !== numbers) before.replaceWith(numbers);
  if (language === spoken) return;
  setSpoken(language);
  const words = wordsIn(language);
  byId("log").setAttribute("aria-label", words.log);
  byId("composer").setAttribute("aria-label", words.composer);
  byId("entry-label").textContent = words.label;
  byId("hint").textContent = words.hint;
  byId("to-help").textContent = words.help;
  byId("send").textContent = words.send;
  byId("clear").textContent = words.clear;
  byId("transcript").textContent = words.transcript;
  byId("leave").textContent = words.leave;
  HEADING.textContent = HEADING.dataset[language];
  for (const one of [byId("composer"), byId("tools"), HEADING]) one.lang = language;
  for (const listener of listeners) listener(language);
}
