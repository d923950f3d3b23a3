// Where something stands in the conversation: in the order of the events' numbers.

import { byId } from "./stage";

const UNSENT = ".visitor:not([data-seq])";
export const log = byId("log");

const elements = new Map<number, HTMLElement | undefined>(); // of every event that came

export function elementOf({ seq }: { seq: number }): HTMLElement | undefined {
  return elements.get(seq);
}

// The number of the last event that came.
export function latest(): number {
  return Math.max(0, ...elements.keys());
}

// Returns whether the event is new.
export function note(seq: number): boolean {
  return !elements.has(seq) && Boolean(elements.set(seq, undefined));
}

export function tail(): HTMLElement | null {
  return log.lastElementChild as HTMLElement | null;
}

// What has no number of its own: a message to send, or what the widget has to say.
export function put(element: HTMLElement): void {
  log.append(element);
}

// What was not sent yet, or not at all, stays below what has come: it has no number.
export function append(element: HTMLElement): void {
  let last = log.lastElementChild;
  while (last !== element && last?.matches(UNSENT)) last = last.previousElementSibling;
  if (last) last.after(element);
  else log.prepend(element);
}

// Nearly always it is the newest, so that nothing has to be looked for.
export function place(element: HTMLElement, seq: number): void {
  elements.set(seq, element);
  let after: HTMLElement | null = null;
  let stands = false; // in its place already
  for (let one = tail(); one; one = one.previousElementSibling as HTMLElement | null) {
    const number = Number(one.dataset.seq);
    if (one === element) stands = true;
    else if (number < seq) break;
    else if (number > seq) {
      after = one;
      stands = false;
    }
  }
  element.dataset.seq = `${seq}`;
  if (stands) return;
  if (after) after.before(element);
  else append(element);
}

// The numbers of a new conversation start again; what stands there stays.
export function renumber(): void {
  for (const one of elements.values()) delete one?.dataset.seq;
  elements.clear();
}
