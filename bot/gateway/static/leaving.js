// For somebody whose device may be watched: away at once, and no way back to what was said.

import { button, byId, make, safeAddress } from "./dom.js";
import { forgetWords } from "./kept.js";

const TWICE = 1000; // Escape twice within this leaves the page.
const beside = byId("leave");

let leaveTo = null; // where the page goes, once a card offers it
let escaped = -TWICE; // when Escape was last pressed
let forget = () => {};

// What else has to be forgotten before the page is left.
export function beforeLeaving(what) {
  forget = what;
}

export function leaveOf(leave) {
  const box = make("div", "", "leave");
  const away = button(leave.label, "", () => leavePage(leave.address));
  box.append(away, make("p", leave.hint, "note"));
  leaveTo = leave.address;
  beside.hidden = false;
  return box;
}

export function stopOffering() {
  leaveTo = null;
  beside.hidden = true;
}

function leavePage(address) {
  forget();
  forgetWords();
  for (const one of document.querySelectorAll("textarea, input")) one.value = "";
  byId("log").replaceChildren();
  window.location.replace(safeAddress(address) || "about:blank");
}

beside.addEventListener("click", () => leavePage(leaveTo));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat || !leaveTo) return;
  const now = performance.now();
  if (now - escaped < TWICE) leavePage(leaveTo);
  escaped = now;
});
