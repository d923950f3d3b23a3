// A visitor's message on its way: never lost, never in silence.

import { API, Failed, call, uuid } from "./api.js";
import { bubble } from "./bubbles.js";
import { create, drop, path, session } from "./conversation.js";
import { desk } from "./desk.js";
import { button, byId, make } from "./dom.js";
import { helpList } from "./help.js";
import { DRAFT, UNSENT, keepUnsent, recall, store } from "./kept.js";
import { speak } from "./language.js";
import {
  bubbles,
  cardFor,
  hasArrived,
  isWaiting,
  put,
  settle,
  showAll,
  showCard,
  stopWaiting,
  wait,
} from "./log.js";
import { say, sayLater } from "./status.js";
import { reveal, revealOwn, toEntry } from "./view.js";
import { spoken, wordsIn } from "./words.js";

const SENDING_AFTER = 400; // A quicker answer needs no "Sending…".
const entry = byId("entry");

export function send(said, words) {
  const clientId = uuid();
  const box = bubble("visitor", words);
  bubbles.set(clientId, box);
  put(box);
  revealOwn(box);
  deliver(clientId, said, words, box);
}

// Without a conversation nothing is answered, but danger is still looked for: this refusal has the
// card if it is due.
async function unheard(error, clientId, text) {
  const body = { client_id: clientId, text };
  const refusal = await call(`${API}/none/messages`, { method: "POST", body }).catch((one) => one);
  const { code, message, spanish } = error;
  const help = refusal.help || error.help;
  speak(refusal.card?.language, help);
  const said = { code, message, message_es: spanish };
  throw new Failed(error.status, { error: said, card: refusal.card, help });
}

async function deliver(clientId, said, words, box, again = true) {
  box.querySelector(".failed")?.remove();
  wait(clientId);
  keepUnsent(clientId, { said, words });
  sayLater(SENDING_AFTER, () => isWaiting(clientId), wordsIn(spoken).sending);
  try {
    const begun = session || (await create().catch((error) => unheard(error, clientId, words)));
    const body = { client_id: clientId, ...said };
    const response = await call(path("messages"), { method: "POST", token: begun.token, body });
    const reply = await response.json();
    keepUnsent(clientId, null);
    speak(reply.help?.language, reply.help);
    showAll(reply.events);
    const late = reply.events.find((one) => one.state === "late");
    if (!reply.late) settle(clientId);
    else if (late && isWaiting(clientId)) say(late.text);
  } catch (error) {
    stopWaiting(clientId);
    say("");
    if (error.card) {
      speak(error.card.language, error.help);
      showCard(error.card, clientId);
    }
    if (error.gone && again) {
      drop();
      // A button belongs to the conversation that is gone; its words are as good.
      await deliver(clientId, { text: words }, words, box, false);
      return;
    }
    // A person has it already, by what the stream says: only the answer to the request was lost.
    if (desk.state === "human" && !error.card && hasArrived(clientId)) return;
    refuse(clientId, said, words, box, error);
  }
}

function refuse(clientId, said, typed, box, error) {
  const words = wordsIn(spoken);
  const note = make("div", "", "failed");
  note.lang = spoken;
  note.append(make("p", `${words.notSent} ${error.message}`));
  if (error.help) note.append(helpList(error.help));
  const retry = button(words.retry, "choice", () => {
    toEntry();
    deliver(clientId, said, typed, box);
  });
  const edit = button(words.edit, "choice", () => {
    entry.value = entry.value ? `${typed}\n${entry.value}` : typed;
    box.remove();
    bubbles.delete(clientId);
    keepUnsent(clientId, null);
    store(DRAFT, entry.value);
    toEntry();
  });
  const row = make("div", "", "buttons");
  row.append(retry, edit);
  note.append(row);
  box.append(note);
  const card = cardFor(clientId);
  if (!card) {
    revealOwn(box);
    return;
  }
  // Help comes first: that it was not sent is said beside the field.
  say(words.refused(card.querySelector("h2").textContent), true);
  reveal(card, null);
}

// What a reload or a crash of the tab interrupted is still there, to be sent again.
export function restoreUnsent() {
  for (const [clientId, { said, words }] of Object.entries(recall(UNSENT) || {})) {
    const box = bubble("visitor", words);
    bubbles.set(clientId, box);
    put(box);
    refuse(clientId, said, words, box, new Error(wordsIn(spoken).unsure));
  }
}
