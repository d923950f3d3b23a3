// The line above the field: what the page is doing, and what went wrong.

import { byId } from "./dom.js";

const line = byId("status");
let timer = 0; // of a text that is not shown yet

export function say(text, problem = false) {
  clearTimeout(timer);
  if (line.textContent === text) return;
  line.textContent = text;
  line.classList.toggle("problem", problem);
}

// Says it in a while if it is still true then, and nothing else has been said.
export function sayLater(milliseconds, isTrue, text) {
  clearTimeout(timer);
  timer = setTimeout(() => isTrue() && say(text), milliseconds);
}

export function isProblem() {
  return line.classList.contains("problem");
}
