// Where the page is scrolled to.

import { byId } from "./dom.js";

const log = byId("log");
const foot = byId("foot");
const composer = byId("composer");
const SCROLLING = 700; // A smooth scroll takes no longer.
const GAP = 12;

let goal = { top: 0, until: 0 }; // where a scroll that is still under way will end

export function toEntry() {
  byId("entry").focus({ preventScroll: true });
}

export function last(selector) {
  return [...log.querySelectorAll(selector)].at(-1);
}

// How much of the view is behind what stays at its bottom.
export function covered() {
  return (getComputedStyle(foot).position === "fixed" ? foot : composer).offsetHeight;
}

// What a keyboard or a zoom hides is not part of the view.
function view() {
  const top = window.visualViewport?.offsetTop || 0;
  const height = window.visualViewport?.height || window.innerHeight;
  return { top, bottom: top + height - covered() };
}

export function inView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom - rest() > view().top && top - rest() < view().bottom;
}

// How far the page has still to scroll.
function rest() {
  return performance.now() < goal.until ? goal.top - window.scrollY : 0;
}

// Whether the page is, or will be, where it scrolled by itself: the visitor has not moved it since.
export function isWhereItScrolled() {
  return Math.abs(window.scrollY + rest() - goal.top) < 2;
}

// Whether the visitor sees the end of the conversation, or will in a moment.
export function atEnd() {
  const tail = log.lastElementChild;
  if (!tail) return true;
  const { top, bottom } = tail.getBoundingClientRect();
  // A tall one counts as read to its end once most of it can be seen.
  return bottom - rest() <= view().bottom + Math.max(4 * GAP, (bottom - top) / 4);
}

function scrollTo(top, behavior) {
  const most = document.documentElement.scrollHeight - window.innerHeight;
  const until = behavior === "instant" ? 0 : performance.now() + SCROLLING;
  goal = { top: Math.max(0, Math.min(top, most)), until };
  window.scrollTo({ top, behavior });
}

// It has come to its end, or the visitor has taken over.
for (const type of ["scrollend", "wheel", "touchmove"]) {
  window.addEventListener(type, () => (goal.until = 0), { passive: true });
}

// Puts the start of a reply at the top, below the visitor's own message if that is short.
// The style sheet makes it smooth, unless the visitor asked for less motion.
export function reveal(reply, own, behavior = "auto") {
  const { top, bottom } = view();
  const fits = own && own.offsetHeight < (bottom - top) / 3;
  const start = fits ? own : reply;
  scrollTo(window.scrollY + start.getBoundingClientRect().top - top - 8, behavior);
}

// The visitor's own message just above the field.
export function revealOwn(own) {
  const below = own.getBoundingClientRect().bottom - view().bottom + GAP;
  if (below > 0) scrollTo(window.scrollY + below, "instant");
  else if (!inView(own)) reveal(own, null, "instant");
}

// As far as is needed to see the last of some, but never past the start of the first.
export function revealAll(first, final = first, behavior = "auto") {
  const { top, bottom } = view();
  const start = first.getBoundingClientRect().top - rest() - top - 8;
  const below = final.getBoundingClientRect().bottom - rest() - bottom + GAP;
  const by = start < 0 ? start : Math.min(Math.max(0, below), start);
  if (by) scrollTo(window.scrollY + rest() + by, behavior);
}

// Tells when the part at the bottom has another height, and by how much more it covers.
export function onCover(listener) {
  let before = covered();
  const observer = new ResizeObserver(() => {
    const now = covered();
    document.documentElement.style.setProperty("--field", `${now}px`);
    listener(now - before, view().bottom);
    before = now;
  });
  for (const one of [foot, composer]) observer.observe(one);
}
