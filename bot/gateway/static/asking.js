// What the visitor asks of the desk: each press once, however often it has to be sent.

import { call, uuid } from "./api.js";
import { bubble } from "./bubbles.js";
import { create, drop, path, sayEnded, session } from "./conversation.js";
import { changes, land, onDesk, setBusy, take } from "./desk.js";
import { helpList } from "./help.js";
import { speak } from "./language.js";
import { cardFor, elementOf, formOf, put, showAll, showCard } from "./log.js";
import { say } from "./status.js";
import { reveal, revealAll } from "./view.js";
import { spoken, wordsIn } from "./words.js";

let asking = false;
let unsure = null; // {asked, clientId}: it may have arrived, so a second try is the same press
let notice = null; // that the last press failed

// Returns what went wrong, or null.
export async function ask(action, fields = {}) {
  if (asking) return null;
  asking = true;
  setBusy(true);
  notice?.remove();
  notice = null;
  say("");
  try {
    return await attempt({ action, ...fields });
  } finally {
    asking = false;
    setBusy(false);
    // Some browsers give a pressed button no focus, so that nothing shows where it went.
    if (document.activeElement === document.body) land();
  }
}

async function attempt(body, again = true) {
  const asked = JSON.stringify(body);
  if (unsure?.asked !== asked) unsure = { asked, clientId: uuid() };
  const { clientId } = unsure;
  try {
    const { token } = session || (await create());
    const before = changes;
    const message = { client_id: clientId, ...body };
    const response = await call(path("desk"), { method: "POST", token, body: message });
    const done = await response.json();
    unsure = null;
    const help = done.pinned_help || done.help;
    speak(help?.language, help);
    showAll(done.events);
    if (changes === before) take(done.desk);
    lookAt(done.events);
    return null;
  } catch (error) {
    if (!("status" in error)) throw error;
    if (error.card) {
      speak(error.card.language, error.help);
      showCard(error.card, clientId);
      reveal(cardFor(clientId), null);
    }
    if (error.gone) {
      drop();
      unsure = null;
      if (body.action === "request" && again) return attempt(body, false);
      sayEnded();
    } else if (error.status === 409 && error.desk) {
      unsure = null;
      take(error.desk);
    }
    return error;
  }
}

function lookAt(events) {
  const card = events.find((one) => one.type === "card");
  if (card) reveal(elementOf(card), null);
  const said = events.map(elementOf).filter(Boolean);
  if (!card && said.length) revealAll(said[0], formOf(events) || said.at(-1));
}

// For a button of the bar, which stays where it is and can be pressed again.
export async function press(action) {
  const error = await ask(action);
  if (!error) return;
  if (error.status === 409) {
    say(error.message);
    return;
  }
  notice = bubble("system", `${wordsIn(spoken).notDone} ${error.message}`, "", spoken);
  notice.classList.add("refused");
  if (error.help) notice.append(helpList(error.help));
  put(notice);
  revealAll(notice);
}

// What has moved on is not the same press any more.
onDesk((now, before) => {
  if (now.state !== before.state) unsure = null;
});
