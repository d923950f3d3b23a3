// Where the conversation is scrolled to.

import { byId } from "./stage";

const scroller = byId("scroller");
const log = byId("log");
const GAP = 12; // As the style sheet has it.

let place = 0; // where it scrolled by itself
let topmost: Element | undefined; // what stands at the top
let height = 0; // of what scrolls
let width = 0;

export function toEntry(): void {
  byId("entry").focus({ preventScroll: true });
}

export function last(selector: string): HTMLElement | undefined {
  return [...log.querySelectorAll<HTMLElement>(selector)].at(-1);
}

// Above 0, so much is hidden above the view, or below it.
function hidden(element: Element): { above: number; below: number } {
  const { top, bottom } = element.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  return { above: view.top - top, below: bottom - view.bottom };
}

export function inView(element: HTMLElement): boolean {
  const { above, below } = hidden(element);
  return Math.max(above, below) < element.offsetHeight;
}

// The visitor has not moved it since it scrolled by itself.
// Or was pushed back by what has become shorter.
export function isWhereItScrolled(): boolean {
  const gone = scroller.scrollTop - place;
  return gone < 2 && (gone > -2 || hidden(log).below < 1);
}

// Whether the visitor sees the end of the conversation.
export function atEnd(): boolean {
  const { offsetHeight = 0 } = (log.lastElementChild ?? {}) as Partial<HTMLElement>;
  // A tall one counts as read to its end once most of it can be seen.
  return hidden(log).below <= Math.max(4 * GAP, offsetHeight / 4);
}

function scroll(element: Element, block: ScrollLogicalPosition): void {
  element.scrollIntoView({ block });
  place = scroller.scrollTop;
}

// Puts the start of a reply at the top, below the visitor's own message if that is short.
export function reveal(reply: Element, own?: HTMLElement | null): void {
  scroll(own && own.offsetHeight < scroller.clientHeight / 3 ? own : reply, "start");
}

// The visitor's own message just above the field.
export function revealOwn(own: Element): void {
  scroll(own, "nearest");
}

// As far as is needed to see the last of some, but never past the start of the first.
export function revealAll(first: Element, final = first): void {
  scroll(final, "nearest");
  if (hidden(first).above > 0) scroll(first, "start");
}

scroller.onscroll = () => {
  topmost = [...log.children].findLast((one) => hidden(one).above > -GAP);
};

// What was at the top stays there when the lines get another length; and what was said last and could be seen is not
// left behind a keyboard, or the bar when that grows.
new ResizeObserver(() => {
  const lost = height - scroller.clientHeight;
  const turned = width !== scroller.clientWidth;
  height -= lost;
  width = scroller.clientWidth;
  const { below } = hidden(log);
  if (turned) topmost?.scrollIntoView();
  else if (below > 0 && below <= lost + GAP) revealAll(log.lastElementChild ?? log);
}).observe(scroller);
