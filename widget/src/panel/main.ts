// The panel: everything is wired here, and given to the launcher.

import "./stage";
import { press } from "./asking";
import { onDesk, onPress } from "./desk";
import { close, isOpen, open } from "./dialog";
import { finish, toForm } from "./form";
import { DRAFT, recall, store } from "./kept";
import { dress } from "./language";
import { isWaiting } from "./log";
import { isClearing } from "./options";
import { stopped, typed } from "./presence";
import { fillEntry, send } from "./sending";
import { byId, handover } from "./stage";
import { leave } from "./starting";
import { toEntry } from "./view";
import { fill, spoken, wordsIn } from "./words";

const composer = byId<HTMLFormElement>("composer");
const IN_WORD = 229; // The code of a key that belongs to an input method, such as one for Japanese.
const entry = byId<HTMLTextAreaElement>("entry");

// ---- The field ----------------------------------------------------------------------------

composer.onsubmit = (event) => {
  event.preventDefault();
  const text = entry.value.trim();
  toEntry();
  if (!text || isClearing) return;
  fillEntry("");
  send({ text }, text);
  stopped();
};

entry.oninput = () => {
  store(DRAFT, entry.value);
  if (entry.value.trim()) typed();
  else stopped();
};

entry.onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.keyCode !== IN_WORD) {
    event.preventDefault();
    if (!event.repeat) composer.requestSubmit();
  }
};

// ---- Buttons ------------------------------------------------------------------------------

byId("log").onclick = ({ target }) => {
  const pressed = (target as Element).closest<HTMLElement>("[data-choice]:not([aria-disabled])");
  // Two presses of "Next" while the first is under way would leave out a step.
  if (!pressed || (pressed.closest("[data-release]") && isWaiting())) return;
  send({ choice: pressed.dataset.choice! }, pressed.textContent!);
};

onPress((action) => {
  if (action === "form") toForm();
  else if (action === "skip") finish(action);
  else press(action);
});

onDesk(({ form, state, staff }) => {
  const words = wordsIn(spoken);
  // The form has a field of this name too.
  byId("label").textContent = form ? words.label_beside : words.label;
  const human = state === "human" && staff;
  composer.ariaLabel = human ? fill(words.write_to, { name: staff }) : words.composer;
});

// ---- The beginning ------------------------------------------------------------------------

entry.value = recall(DRAFT) ?? "";
dress();

handover.panel = {
  open,
  close,
  rest: leave,
  ask(text) {
    open();
    fillEntry(`${entry.value}\n${text}`.trim());
  },
  get isOpen() {
    return isOpen;
  },
};
