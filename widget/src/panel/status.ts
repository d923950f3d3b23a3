// The line above the field: what the widget is doing, and what went wrong.

import { announce } from "./announce";
import { byId } from "./stage";
import { spoken, wordsIn } from "./words";

const BRIEFLY = 5000;
const line = byId("status");

// Where nothing else is to be said, it says that there is no network.
export function say(text: string, problem = false): void {
  const shown = text || (navigator.onLine ? "" : wordsIn(spoken).offline);
  if (line.textContent === shown) return;
  line.textContent = shown;
  line.classList.toggle("problem", problem || !text);
  announce(shown);
}

// Something does not work, and nothing else has been said since.
export function isProblem(): boolean {
  return line.classList.contains("problem");
}

addEventListener("offline", () => say(""));
addEventListener("online", () => {
  const { back_online: text } = wordsIn(spoken);
  if (line.textContent && isProblem()) say(text);
  setTimeout(() => line.textContent === text && say(""), BRIEFLY);
});
