// How the panel begins: the server says what it is, and perhaps another tab what is under way.

import { adopt, release } from "./consent";
import { begin, join, pause, rest } from "./conversation";
import { isOpen } from "./dialog";
import { dress } from "./language";
import { restoreUnsent } from "./sending";
import { session } from "./session";
import { say } from "./status";
import { whoIsThere } from "./tabs";
import { load, spoken, wordsIn } from "./words";

let started = false;

// Until the server answers the numbers are there, and what is typed is kept.
export async function start(): Promise<void> {
  if (started) return;
  started = true;
  const other = session ? null : whoIsThere();
  for (let tries = 0; !(await load()); tries++) {
    sayUnreachable();
    await pause(tries);
    started = isOpen;
    if (!started) return;
  }
  say("");
  const here = await other;
  if (here) {
    adopt(here.consent);
    join(here.session);
    say(wordsIn(spoken).joined);
  } else begin();
  dress();
  restoreUnsent();
  release();
}

// As before it began; what is on the page stays there.
export function leave(): void {
  started = false;
  rest();
}

export function sayUnreachable(): void {
  const { unreachable, again } = wordsIn(spoken);
  say(`${unreachable} ${again}`, true);
}
