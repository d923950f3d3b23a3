// The steps of a release. A "Next" goes on from where the visitor is now, and not from where it
// stands: of the steps, only what was said last can be pressed.

import { standIn } from "./focus";
import { active } from "./stage";

let current: HTMLElement | null = null; // what was said last of the steps

// Takes the buttons of what is not the last any more; all older ones have lost theirs before.
export function retire(said: HTMLElement): void {
  // A word on personal details stands beside the steps.
  if (said.dataset.release === "no_details") return;
  const before = current;
  const isOld = Number(said.dataset.seq) < Number(before?.dataset.seq);
  if (!isOld) current = said;
  const row = (isOld ? said : before)?.querySelector(".buttons");
  const focused = row?.contains(active());
  row?.remove();
  if (focused && current) standIn(current);
}
