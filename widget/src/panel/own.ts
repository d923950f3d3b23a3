// The visitor's own messages: whether each is on its way, has arrived, or waits for its answer.

import { make } from "./dom";
import { active } from "./stage";
import { say } from "./status";
import type { Desk, Maybe } from "./types";
import { toEntry } from "./view";
import { spoken, wordsIn } from "./words";

const SENDING_AFTER = 400; // A quicker answer needs no "Sending…".

export const bubbles = new Map<string, HTMLElement>(); // by client_id
const waiting = new Set<string>(); // client_ids without an answer yet

export function wait(clientId: string, box: HTMLElement): void {
  waiting.add(clientId);
  box.classList.add("sending");
  setTimeout(() => {
    const { sending } = wordsIn(spoken);
    if (!waiting.has(clientId) || box.dataset.seq) return;
    showState(box, sending, sending);
    say(sending);
  }, SENDING_AFTER);
}

export function isWaiting(clientId?: Maybe<string>): boolean {
  return clientId ? waiting.has(clientId) : waiting.size > 0;
}

// Its answer has come, or it failed. Returns whether it was still waited for.
export function settle(clientId: Maybe<string>): boolean {
  const waited = waiting.delete(clientId!);
  const box = bubbles.get(clientId!);
  box?.classList.remove("sending");
  forgive(box);
  if (waited && !waiting.size) say("");
  return waited;
}

// The conversation is over: no answer comes to what has arrived in it.
export function settleAll(): void {
  for (const id of waiting) if (bubbles.get(id)?.dataset.seq) settle(id);
}

// It was sent after all, or is sent again: it no longer says that it was not.
export function forgive(box?: HTMLElement): void {
  const failed = box?.querySelector(".failed");
  if (failed?.contains(active())) toEntry();
  failed?.remove();
}

// The gateway has it, or a person does, by the word that is said then.
export function arrive(box: HTMLElement, desk: Desk): void {
  if (box.querySelector(".delivered")) return;
  if (desk.state === "human" && desk.delivered) {
    showState(box);
    const line = make("p", desk.delivered, "delivered");
    line.lang = desk.language;
    box.append(line);
  } else showState(box, "✓", wordsIn(spoken).sent);
}

// Small, below the message: for who looks, and in words for who listens.
export function showState(box: HTMLElement, text?: string, ariaLabel?: string): void {
  box.querySelector(".state")?.remove();
  const line = make("span", text, "state");
  if (text) box.append(Object.assign(line, { role: "img", ariaLabel, lang: spoken }));
}

export function forgetOwn(): void {
  bubbles.clear();
  waiting.clear();
}
