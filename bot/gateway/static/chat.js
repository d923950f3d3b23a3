// The chat page. No dependency, no storage but this tab's, and text only ever as text.

import { API, call } from "./api.js";
import { press } from "./asking.js";
import { begin, drop, session } from "./conversation.js";
import { onDesk, onPress, reset } from "./desk.js";
import { byId } from "./dom.js";
import { finish, toForm } from "./form.js";
import { DRAFT, forgetWords, recall, store } from "./kept.js";
import { speak } from "./language.js";
import { beforeLeaving, stopOffering } from "./leaving.js";
import * as log from "./log.js";
import { seen, stopped, typed } from "./presence.js";
import { restoreUnsent, send } from "./sending.js";
import { say } from "./status.js";
import { download } from "./transcript.js";
import { onCover, revealAll, revealOwn, toEntry } from "./view.js";
import { spoken, wordsIn } from "./words.js";

const AGAIN = 1000; // The same button pressed twice within this was pressed once.
const composer = byId("composer");
const entry = byId("entry");
const conversation = byId("log");

// ---- The field ----------------------------------------------------------------------------

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = entry.value.trim();
  toEntry();
  if (!text) return;
  entry.value = "";
  store(DRAFT, null);
  send({ text }, text);
  stopped();
});

entry.addEventListener("input", () => {
  store(DRAFT, entry.value);
  if (entry.value.trim()) typed();
  else stopped();
});

entry.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

// ---- Buttons ------------------------------------------------------------------------------

conversation.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-choice]");
  if (!pressed || event.timeStamp - (pressed.dataset.pressed || -AGAIN) < AGAIN) return;
  // Two presses of "Next" while the first is under way would leave out a step.
  if (pressed.closest("[data-release]") && log.isWaiting()) return;
  pressed.dataset.pressed = event.timeStamp;
  // On a touch screen the focus would bring up a keyboard over the answer.
  if (matchMedia("(hover: hover)").matches) toEntry();
  send({ choice: pressed.dataset.choice }, pressed.textContent);
});

onPress((action) => {
  if (action === "form") toForm();
  else if (action === "skip") finish("skip");
  else press(action);
});

byId("transcript").addEventListener("click", (event) => download(event.currentTarget));

byId("clear").addEventListener("click", async () => {
  if (session) {
    try {
      await call(`${API}/${session.id}`, { method: "DELETE", token: session.token });
    } catch (error) {
      if (!error.gone) {
        say(`${wordsIn(spoken).notCleared} ${error.message} ${wordsIn(spoken).tryAgain}`, true);
        return;
      }
    }
  }
  drop();
  log.clear();
  forgetWords();
  reset();
  stopOffering();
  entry.value = "";
  toEntry();
  const { cleared } = wordsIn(spoken);
  begin().then(() => say(cleared));
  speak("en");
});

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  toEntry();
});

// ---- The rest -----------------------------------------------------------------------------

beforeLeaving(drop);
log.afterShowing(seen);

onDesk(({ form, state, staff }) => {
  const words = wordsIn(spoken);
  // The form has a field of this name too.
  byId("entry-label").textContent = form ? words.labelBeside : words.label;
  const human = state === "human" && staff;
  composer.setAttribute("aria-label", human ? words.writeTo(staff) : words.composer);
});

let barBefore = 0;

// What has the focus, and what was just said, must not be behind what stays at the bottom.
onCover((grown, edge) => {
  const own = conversation.lastElementChild;
  const hidden = own ? own.getBoundingClientRect().bottom - edge : 0;
  const bar = byId("desk").offsetHeight;
  if (bar > barBefore && hidden > 0 && hidden <= grown + 12) revealAll(own);
  barBefore = bar;
  // Not a card, which is read from its start.
  if (!log.isWaiting() || !own.matches(".said.visitor")) return;
  if (own.getBoundingClientRect().top < window.innerHeight) revealOwn(own);
});

history.scrollRestoration = "manual";
entry.value = recall(DRAFT) || "";
reset();
restoreUnsent();
begin();
