// The dialog opens and closes: beside the page where there is room, over all of it where there is not.

import { isAsking } from "./consent";
import { moveTo } from "./focus";
import { OPEN, store } from "./kept";
import { checkContrast } from "./look";
import { active, byId, handover, isTouch, panel } from "./stage";
import { start } from "./starting";
import { toEntry } from "./view";

const small = matchMedia("(width < 30rem) or (height < 30rem)");
const launcher = byId("launcher");
const page = document.documentElement.style;
let overflow: string | null = null; // The page's own, while it must not scroll.

export let isOpen = false;

export function open(): void {
  if (!isOpen) {
    isOpen = true;
    store(OPEN, true);
    checkContrast();
    show();
    start();
    handover.tell("open");
  }
  focusIn();
}

export function close(): void {
  if (!isOpen) return;
  isOpen = false;
  store(OPEN, null);
  byId<HTMLDetailsElement>("options").open = false;
  hide();
  launcher.focus({ preventScroll: true });
  handover.tell("close");
}

// On a touch screen a field with the focus would bring up a keyboard over everything else.
export function focusIn(): void {
  if (isTouch()) byId("title").focus();
  else if (isAsking()) moveTo(byId("first-title"));
  else toEntry();
}

function show(): void {
  launcher.ariaExpanded = "true";
  if (small.matches) {
    panel.showModal();
    ({ overflow } = page);
    page.overflow = "hidden";
  } else if (panel.showPopover) panel.showPopover();
  else panel.show();
}

function hide(): void {
  launcher.ariaExpanded = "false";
  // Off the page the dialog is closed already.
  page.overflow = overflow ?? page.overflow;
  overflow = null;
  if (panel.open) panel.close();
  else panel.hidePopover();
}

small.onchange = () => {
  if (!isOpen) return;
  const focused = active();
  hide();
  show();
  focused?.focus({ preventScroll: true });
};

panel.onkeydown = (event) => {
  // What is typed is no shortcut of the page's.
  event.stopPropagation();
  if (event.key === "Escape" && event.keyCode !== 229) shut(event);
};
// A phone's "back", for which no key is pressed.
panel.oncancel = shut;
byId("close").onclick = shut;

function shut(event: Event): void {
  event.preventDefault();
  close();
}

// The field stays above an on-screen keyboard; a zoom is none.
const view = visualViewport!;
view.onresize = view.onscroll = () => {
  const { scale, height, offsetTop } = view;
  if (scale > 1) return;
  panel.style.setProperty("--top", `${offsetTop}px`);
  panel.style.setProperty("--height", `${height}px`);
};
