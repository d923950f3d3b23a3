// The conversation in view: each event once.

import { alarm, quiet, quietly } from "./announce";
import { bubble, messageOf, readOut } from "./bubbles";
import { cardOf } from "./cards";
import { forgetChoices, press } from "./choices";
import { desk, leftForm, staffTyping, takeFrom } from "./desk";
import { toAnswer } from "./focus";
import { keepUnsent } from "./kept";
import { speak } from "./language";
import { append, elementOf, log, note, place, put, renumber, tail } from "./order";
import { arrive, bubbles, forgetOwn, forgive, isWaiting, settle } from "./own";
import { seen } from "./presence";
import { say } from "./status";
import { retire } from "./steps";
import { inBatches, turns } from "./turns";
import type { Card, ChatEvent, Maybe, Said } from "./types";
import { atEnd, inView, isWhereItScrolled, last, reveal, revealAll, revealOwn } from "./view";
import { spoken } from "./words";

export { put } from "./order";
export { isWaiting } from "./own";

const OWN = ".said.visitor";

// The second half of a double press must not hit what has taken the place of the first.
log.addEventListener("click", (event) => event.detail > 1 && event.stopPropagation(), true);

const inTurn = turns(10000);
const cards = new Map<string, HTMLElement>(); // by client_id
const revealed = new Map<string, HTMLElement>(); // client_id -> the reply that is scrolled to
let newestCard: HTMLElement | null = null;
let replayed: ChatEvent[] = []; // what is being put on the page

export function cardFor(clientId: string): HTMLElement | undefined {
  return cards.get(clientId);
}

// The numbers of a new conversation start again; what stands there stays.
export function startOver(): void {
  replayed = [];
  renumber();
}

export function clear(): void {
  startOver();
  for (const card of cards.values()) card.remove();
  log.replaceChildren();
  cards.clear();
  revealed.clear();
  newestCard = null;
  forgetOwn();
  forgetChoices();
}

// Returns whether it still has to be scrolled to.
function add(element: HTMLElement, seq?: number, clientId?: Maybe<string>): boolean {
  const own = clientId && bubbles.get(clientId);
  const first = revealed.get(clientId!);
  const isCard = element === newestCard;
  // Who has scrolled away to read something else stays there; but help has to be seen. Below a
  // short first reply there is room to scroll only once the others are there.
  const moves = own && !quiet && (isCard || (first ? isWhereItScrolled() : inView(own)));
  if (seq) place(element, seq);
  else append(element);
  // Before it scrolls: what is gone above moves the rest.
  if (element.dataset.release) retire(element);
  if (!own) return true;
  const start = isCard ? element : (first ?? element);
  revealed.set(clientId, start);
  // The numbers of a card need all the room that there is.
  if (moves) reveal(start, start === newestCard ? null : own);
  return false;
}

// A card that came with an error comes again as an event when the retry succeeds.
export function showCard(card: Card, clientId: Maybe<string>, seq?: number): boolean {
  const known = cards.get(clientId!);
  if (known) {
    if (seq) {
      place(known, seq);
      if (clientId) revealed.set(clientId, known);
      if (!quiet) reveal(known);
    }
    return false;
  }
  newestCard = cardOf(card);
  if (clientId) cards.set(clientId, newestCard);
  alarm(`${card.heading} ${card.body[0] ?? ""}`, card.language);
  return add(newestCard, seq, clientId);
}

function showOwn({ client_id: clientId, text, choice, seq }: Said): boolean {
  const own = clientId && bubbles.get(clientId);
  const box = own || bubble("visitor", text);
  forgive(box);
  if (choice) press(choice);
  place(box, seq);
  if (clientId) {
    bubbles.set(clientId, box);
    keepUnsent(clientId);
  }
  arrive(box, desk);
  return !own;
}

// What the widget has to say itself.
export function notice(text: string): HTMLElement {
  const box = bubble("system", text, null, spoken);
  put(box);
  readOut(box);
  return box;
}

function showSaid(event: Said): boolean {
  const { from, seq, client_id: clientId } = event;
  if (from === "staff") staffTyping(false);
  const box = messageOf(event);
  readOut(box);
  const scrolls = add(box, seq, clientId);
  if (from !== "system") settle(clientId);
  return scrolls;
}

// Returns whether it still has to be scrolled to.
function show(event: ChatEvent): boolean {
  if (!note(event.seq)) return false;
  const help = event.pinned_help || event.help;
  speak(event.type === "card" ? event.language : help?.language);
  if (event.type === "card") return showCard(event, event.client_id, event.seq);
  const { text, client_id: clientId } = event;
  if (event.type === "state") {
    if (event.state === "late") {
      if (text && isWaiting(clientId)) say(text);
      return false;
    }
    speak(event.desk?.language);
    if (event.desk) takeFrom(event.seq, event.desk);
  }
  if (!text) return false;
  return event.from === "visitor" ? showOwn(event as Said) : showSaid(event as Said);
}

// What stands there for events, in their order.
function elementsOf(events: ChatEvent[]): HTMLElement[] {
  return events.flatMap((one) => elementOf(one) ?? []);
}

// What the desk says does not push away the numbers that somebody has just been given.
function readsCard(fresh: HTMLElement[]): boolean {
  const beside = fresh.every((one) => one.classList.contains("desk"));
  return Boolean(beside && newestCard?.isConnected && inView(newestCard));
}

// After a press the focus goes to what came of it: to the card, if there is one.
function focusAnswer(events: ChatEvent[]): void {
  const answer =
    events.find((one) => one.type === "card") ?? events.find((one) => one.from === "bot");
  const element = answer && elementOf(answer);
  if (element) toAnswer(answer.client_id!, element);
}

// Shows what has just happened; the view follows a visitor who reads at the end, or has asked for it.
export function showAll(events: ChatEvent[], asked = false): Promise<unknown> {
  return inTurn(() => {
    const end = atEnd();
    const news = events.filter(show);
    // What was asked for may have come by the stream already.
    const fresh = elementsOf(asked ? events : news);
    const own = fresh.findLast((one) => one.matches(OWN));
    const first = fresh.find((one) => one === newestCard) ?? fresh[0];
    if (own) revealOwn(own);
    else if (first && (asked || (end && !readsCard(fresh))))
      revealAll(first, leftForm() ?? tail()!);
    focusAnswer(events);
    seen();
  });
}

// Shows many at once without reading them all out: from the top, or where the visitor was.
export function replay(events: ChatEvent[]): Promise<unknown> {
  return inTurn(async () => {
    const before = last(OWN);
    const moves = !log.querySelector(".said.bot, .card") || (before && inView(before));
    replayed = events;
    await inBatches(events, (one) => {
      // Unless another conversation has begun meanwhile.
      if (replayed === events) quietly(() => show(one));
    });
    const own = last(OWN);
    const end = tail();
    if (moves && own) reveal((own.nextElementSibling as HTMLElement) ?? own, own);
    if (moves && end && desk.state !== "bot") revealAll(end, leftForm() ?? end);
    seen();
  });
}
