// The crisis card.

import { uuid } from "./api.js";
import { buttonsOf } from "./bubbles.js";
import { make, paragraphs } from "./dom.js";
import { resources } from "./help.js";
import { leaveOf } from "./leaving.js";

export function cardOf(card) {
  const box = make("section", "", card.level === "compact" ? "card compact" : "card");
  if (card.language) box.lang = card.language;
  if (card.leave) box.append(leaveOf(card.leave));
  const heading = make("h2", card.heading);
  heading.id = `card-${uuid()}`;
  box.setAttribute("aria-labelledby", heading.id);
  box.append(heading);
  // The numbers come before the longer text, so that a phone shows them without scrolling.
  const [first, ...others] = card.body || [];
  if (first) paragraphs(box, first);
  if (card.resources?.length) box.append(resources(card.resources));
  for (const text of others) paragraphs(box, text);
  if (card.more) {
    const details = make("details");
    details.append(make("summary", card.more.title), resources(card.more.resources));
    box.append(details);
  }
  if (card.buttons?.length) box.append(buttonsOf(card));
  return box;
}
