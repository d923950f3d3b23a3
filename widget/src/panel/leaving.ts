// For somebody whose device may be watched: away at once, and no way back to what was said.

import { button, make } from "./dom";
import { vanish } from "./options";
import { byId } from "./stage";
import { tell } from "./tabs";
import type { Leave } from "./types";
import { widget } from "./words";

const THRICE = 2000; // Shift three times within this leaves the page.
const AWAY = "https://www.weather.gov";

let presses: number[] = []; // when Shift was pressed, with no other key between

export function leaveOf({ label, hint }: Leave): HTMLElement {
  return make("div", "", "leave", button(label, "", leavePage), make("p", hint, "note"));
}

function leavePage(): void {
  try {
    tell({ type: "left" });
    vanish();
  } finally {
    location.replace(widget?.leave ?? AWAY);
  }
}

byId("leave").onclick = leavePage;

// Wherever the focus is on the page; what listens there must not be able to keep it.
addEventListener(
  "keydown",
  ({ key, repeat, timeStamp }) => {
    presses = key === "Shift" && !repeat ? [...presses.slice(-2), timeStamp] : [];
    if (presses.length === 3 && timeStamp - presses[0]! < THRICE) leavePage();
  },
  true,
);
