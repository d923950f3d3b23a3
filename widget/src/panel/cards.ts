// The crisis card.

import { buttonsOf } from "./bubbles";
import { make, paragraphs } from "./dom";
import { resources } from "./help";
import { leaveOf } from "./leaving";
import type { Card } from "./types";

export function cardOf(card: Card): HTMLElement {
  const { heading, language, more } = card;
  const box = make("section", "", `card ${card.level}`);
  box.lang = language;
  // As a landmark it has the name of its heading.
  box.ariaLabel = heading;
  if (card.leave) box.append(leaveOf(card.leave));
  // The numbers come before the longer text, so that a phone shows them without scrolling.
  const [first, ...others] = card.body as [string];
  box.append(make("h3", heading));
  paragraphs(box, first);
  box.append(resources(card.resources));
  for (const text of others) paragraphs(box, text);
  if (more) {
    box.append(make("details", "", "", make("summary", more.title), resources(more.resources)));
  }
  if (card.buttons?.length) box.append(buttonsOf(card.buttons, language));
  return box;
}
