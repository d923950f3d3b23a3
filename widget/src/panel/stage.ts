// What everything stands on: the parts of the dialog, in the shadow root that the launcher made.

import type { PanelScript } from "../launcher/handover";
import css from "./styles.css";

export const { handover } = document.currentScript as PanelScript;
// A script that came too late, and was fetched again.
if (handover.panel) throw new Error();
export const { root, base } = handover;

// What says something has `data-text`, or `data-name` where only a screen reader says it: the key of the
// words, or nothing where that is the id.
export const panel = handover.build(`dialog#panel popover=manual aria-labelledby=title
 header
  h2#title tabindex=-1 data-text
  button#leave data-text aria-describedby=leave-hint
  button#close data-name
  p#practice
 section#help aria-labelledby=help_heading
  h3#help_heading data-text
 div#scroller tabindex=0 role=group data-name=log
  section#first-screen hidden aria-labelledby=first-title
   h3#first-title
   div#first-text
   button#start data-text
   p#leave-hint
  div#log role=log aria-live=off data-name
 div#foot
  section#desk tabindex=-1 hidden aria-labelledby=desk-line
   p#desk-line
   p#desk-typing
   div#desk-actions
  p#status
  form#composer
   label#label for=entry data-text
   details#options
    summary data-text=options
    button#transcript type=button data-text class=quiet
    details#sure
     summary#clear data-text
     p#clear_sure data-text
     button#clear_yes type=button data-text
     button#clear_no type=button data-text class=quiet
   span#hint data-text
   textarea#entry rows=1 enterkeyhint=send aria-describedby=hint dir=auto
   button#send data-text
 div#announce role=status
 div#alarm role=alert`) as HTMLDialogElement;

handover.style(css);
root.append(panel);

// Where there may be no part of that name: `root.getElementById`.
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return root.getElementById(id) as T;
}

// What has the focus within the widget, or null.
export function active(): HTMLElement | null {
  return root.activeElement as HTMLElement | null;
}

// Where the focus in a field brings up a keyboard over half of the screen.
export function isTouch(): boolean {
  return !matchMedia("(hover: hover)").matches;
}
