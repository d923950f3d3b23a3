// What a screen reader says by itself: only what is new, once, and after the focus has moved.

import { make } from "./dom";
import { byId } from "./stage";
import { spoken } from "./words";

const SETTLED = 150; // What is said before the focus has settled is cut off by it.
const SAID = 10000; // By then it has been said, and would only be found twice.

type Say = (text: string | null | undefined, language?: string) => void;

// Nothing of what happens now is spoken.
export let quiet = false;

function voice(id: string): Say {
  const place = byId(id);
  const waiting: HTMLElement[] = [];
  let timer = 0;
  return (text, language = spoken) => {
    if (!text || quiet) return;
    const part = make("span", `${text} `);
    part.lang = language;
    if (waiting.push(part) > 1) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      place.replaceChildren(...waiting.splice(0));
      timer = setTimeout(() => place.replaceChildren(), SAID);
    }, SETTLED);
  };
}

export const announce = voice("announce");
// It interrupts, and is for danger alone.
export const alarm = voice("alarm");

export function quietly(happens: () => void): void {
  quiet = true;
  try {
    happens();
  } finally {
    quiet = false;
  }
}
