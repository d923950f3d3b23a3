// A visitor's message on its way: never lost, never in silence.

import { announce } from "./announce";
import { API, call, Failed, failure, uuid } from "./api";
import { bubble } from "./bubbles";
import { free, press } from "./choices";
import { consented, held, hold } from "./consent";
import { create, drop } from "./conversation";
import { desk } from "./desk";
import { button, make } from "./dom";
import { awaitAnswer, moveTo, toAnswer } from "./focus";
import { helpList } from "./help";
import { DRAFT, keepUnsent, type Sent, store, unsent } from "./kept";
import { speak } from "./language";
import { cardFor, put, showAll, showCard } from "./log";
import { isClearing } from "./options";
import { arrive, bubbles, forgive, settle, showState, wait } from "./own";
import { ask, session } from "./session";
import { byId } from "./stage";
import { say } from "./status";
import { turns } from "./turns";
import type { Reply } from "./types";
import { reveal, revealOwn, toEntry } from "./view";
import { fill, spoken, wordsIn } from "./words";

const SOON = 400; // What has become of a text is said by then, whatever its screening says later.
// They arrive in their order; but danger that is in one must not wait for another's answer.
const inLine = turns(1000);
const entry = byId<HTMLTextAreaElement>("entry");

let heldId = ""; // client_id of a text that waits for Start
let heldWords = "";

export function fillEntry(text: string): void {
  entry.value = text;
  store(DRAFT, text);
}

export function send(said: Sent, words: string): void {
  const { choice } = said;
  if (!consented()) {
    holdBack(choice ? `${words}\n${entry.value}`.trim() : words);
    return;
  }
  const clientId = idOf(words);
  if (choice) awaitAnswer(clientId, press(choice));
  revealOwn(write(clientId, words));
  deliver(clientId, said, words);
}

function write(clientId: string, words: string): HTMLElement {
  const box = bubble("visitor", words);
  bubbles.set(clientId, box);
  put(box);
  return box;
}

// ---- Before Start -------------------------------------------------------------------------

// What was held back is the same message when it is sent: its card may be there already.
function idOf(words: string): string {
  return heldWords === words && !bubbles.has(heldId) ? heldId : uuid();
}

// Nothing is answered yet, and what was typed stays in the field; but danger is looked for.
async function holdBack(words: string): Promise<void> {
  hold(words);
  const clientId = idOf(words);
  heldId = clientId;
  heldWords = words;
  fillEntry(words);
  const screening = screen(clientId, words);
  await Promise.race([screening, new Promise((resolve) => setTimeout(resolve, SOON))]);
  if (!consented()) held();
  // The card stands above the first screen, and is what is in view.
  const card = showCardOf(clientId, await screening);
  if (consented()) return;
  const first = byId("first-screen");
  if (card) first.before(card);
  reveal(card ?? first);
  // Perhaps in another language now.
  held();
}

// Without a conversation every message is refused; the refusal has the card if it is due.
function screen(clientId: string, text: string): Promise<Failed> {
  const body = { client_id: clientId, text };
  return call(`${API}/none/messages`, { body }).catch(failure) as Promise<Failed>;
}

export function showCardOf(clientId: string, { body }: Failed): HTMLElement | undefined {
  if (!body.card) return;
  speak(body.card.language);
  showCard(body.card, clientId);
  const card = cardFor(clientId)!;
  reveal(card);
  return card;
}

// ---- On its way ---------------------------------------------------------------------------

async function deliver(clientId: string, said: Sent, words: string, again = true): Promise<void> {
  const box = bubbles.get(clientId)!;
  forgive(box);
  const isCleared = (): boolean => bubbles.get(clientId) !== box;
  wait(clientId, box);
  keepUnsent(clientId, { said, words });
  let asked = session;
  try {
    if (!asked) {
      // A button belongs to the conversation that is gone; its words are as good.
      said = { text: words };
      await create();
      asked = session;
    }
    const response = await inLine(() => ask("messages", { client_id: clientId, ...said }));
    const reply: Reply = await response.json();
    if (isCleared()) return;
    speak(reply.help?.language);
    keepUnsent(clientId);
    await showAll(reply.events);
    arrive(box, desk);
    if (!reply.late) settle(clientId);
  } catch (thrown) {
    const error = failure(thrown);
    if (isCleared() || (isClearing && error.gone)) return;
    // Where there can be no conversation, danger is still looked for.
    const refusal = asked ? error : await screen(clientId, words);
    const answered = !settle(clientId);
    const card = showCardOf(clientId, refusal);
    if (error.gone && again) {
      // Another message may have begun a new one meanwhile.
      if (session === asked) drop();
      return deliver(clientId, said, words, false);
    }
    // It has come by the stream: only the answer to the request was lost.
    if (!card && box.dataset.seq && (answered || desk.state === "human")) return;
    refuse(clientId, said, words, box, error);
    if (card) toAnswer(clientId, card);
  }
}

// ---- Not sent -----------------------------------------------------------------------------

// It says so where it stands, with whom to turn to and what can be done.
function refuse(clientId: string, said: Sent, text: string, box: HTMLElement, error: Error): void {
  const words = wordsIn(spoken);
  const line = `${words.not_sent} ${error.message}`;
  // As if it had never been sent.
  const takeBack = (): void => {
    box.remove();
    bubbles.delete(clientId);
    keepUnsent(clientId);
    if (said.choice) free(said.choice);
    fillEntry(`${text}\n${entry.value}`.trim());
    toEntry();
  };
  const again = (): void => {
    // What was agreed to is not in force any more: it waits for Start, as whatever is sent then.
    if (!consented()) {
      takeBack();
      byId<HTMLFormElement>("composer").requestSubmit();
      return;
    }
    // What was typed leaves the focus in the field, and what was pressed leads it to the answer.
    if (said.choice) {
      awaitAnswer(clientId, box);
      moveTo(box);
    } else toEntry();
    deliver(clientId, said, text);
  };
  const retry = button(words.retry, "choice", again);
  const edit = button(words.edit, "choice", takeBack);
  const note = make("div", "", "failed", make("p", line));
  note.lang = spoken;
  const row = make("div", "", "buttons", retry, edit);
  note.append(row);
  if (error instanceof Failed) note.append(helpList());
  showState(box);
  box.append(note);
  const card = cardFor(clientId);
  if (card) {
    // Help comes first: that it was not sent is said beside the field.
    say(fill(words.refused, { heading: card.ariaLabel! }), true);
    reveal(card);
  } else {
    announce(line);
    revealOwn(box);
    revealOwn(row);
  }
}

// What a reload or a crash of the tab interrupted is still there, to be sent again.
export function restoreUnsent(): void {
  const { unsure } = wordsIn(spoken);
  for (const [clientId, { said, words }] of Object.entries(unsent())) {
    if (bubbles.has(clientId)) continue;
    if (said.choice) press(said.choice);
    refuse(clientId, said, words, write(clientId, words), new Error(unsure));
  }
}
