// Whom to turn to: names, and something to press for each way to reach them.

import { link, make, safeAddress } from "./dom";
import { handover } from "./stage";
import type { Resource } from "./types";
import { spoken, widget } from "./words";

export function resources(list: Resource[]): HTMLElement {
  const items = list.map(({ name, contacts, hours, note }) => {
    const ways = make("span", "", "ways");
    for (const { address, label } of contacts) {
      const safe = address && safeAddress(address);
      ways.append(safe ? link(safe, label) : label, " ");
    }
    const item = make("li", "", "", make("strong", name), " ", ways);
    const small = [hours, note].filter(Boolean).join(" ");
    if (small) item.append(" ", make("span", small, "note"));
    return item;
  });
  return make("ul", "", "numbers", ...items);
}

// With the gateway down from the start, what the page itself has in its markup.
export function helpList(language = spoken): HTMLElement {
  if (!widget) return handover.numbers();
  const list = resources(widget.numbers[language]);
  list.lang = language;
  return list;
}
