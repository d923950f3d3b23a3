// A page may give its own colours; those that cannot be read on each other are not used.

import { byId, panel } from "./stage";

const ENOUGH = 4.5; // WCAG 2.2 AA, for text.
type Three<T> = [T, T, T];

const PAIRS = ["accent on-accent", "ink panel", "ink paper", "accent panel"];

// Whatever notation a colour is in, mixed with itself it is three numbers of sRGB.
function luminance(name: string): number {
  panel.style.caretColor = `color-mix(in srgb, var(--${name}), var(--${name}))`;
  const parts = getComputedStyle(panel).caretColor.match(/[\d.]+/g) as Three<string>;
  const [r, g, b] = parts.map((one) => ((+one + 0.055) / 1.055) ** 2.4) as Three<number>;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
}

// Goes back to the widget's own colours for every pair that is too faint, and says which.
export function checkContrast(): void {
  // One colour less in a pair may make another pair faint.
  for (const pair of [...PAIRS, ...PAIRS]) {
    const names = pair.split(" ");
    const [one, other] = names.map(luminance) as [number, number];
    if (Math.max(one / other, other / one) >= ENOUGH) continue;
    console.warn(`between-sessions: contrast below ${ENOUGH}, not used: ${pair}`);
    for (const name of names) {
      for (const part of [panel, byId("launcher")])
        part.style.setProperty(`--bs-${name}`, "initial");
    }
  }
  panel.style.caretColor = "";
}
