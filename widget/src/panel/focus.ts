// The focus after a press: it goes to the answer, unless the visitor has gone on meanwhile.

import { active, panel } from "./stage";

let awaited: string | null = null; // client_id of the press
let from: Element | null = null; // what was pressed

// Nothing has the focus, neither here nor on the page around.
export function isIdle(): boolean {
  const { activeElement, body } = document;
  const own = active();
  return own ? own === panel : !activeElement || activeElement === body;
}

export function moveTo(element: HTMLElement): void {
  element.tabIndex = -1;
  // Where it is scrolled to is told by what has come.
  element.focus({ preventScroll: true });
}

export function awaitAnswer(clientId: string, pressed: Element | null = null): void {
  awaited = clientId;
  from = pressed;
}

// What had the focus has gone, and this stands in its place.
export function standIn(element: HTMLElement): void {
  moveTo(element);
  from = element;
}

export function toAnswer(clientId: string, answer: HTMLElement): void {
  if (awaited !== clientId) return;
  awaited = null;
  // Some browsers give the focus of a press to what is around the button.
  if (isIdle() || active()?.contains(from)) moveTo(answer);
}
