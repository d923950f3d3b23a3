// What staff are told while they have the conversation: what has arrived, and who is typing.

import { desk, onDesk } from "./desk";
import { latest } from "./order";
import { ask } from "./session";

const OFTEN = 3000; // At most so often while typing.
const STOPPED = 5000; // Without another key, nobody types any more.
const TOGETHER = 150; // Events that come together are told together.

let typing = false;
let told = -OFTEN; // when typing was told last
let stop = 0;
let soon = 0;

function tell(): void {
  clearTimeout(soon);
  soon = 0;
  if (desk.state !== "human") return;
  // A lost one is made good by the next.
  ask("presence", { seq: latest(), typing }).catch(() => {});
}

export function seen(): void {
  if (desk.state === "human") soon ||= setTimeout(tell, TOGETHER);
}

export function typed(): void {
  if (desk.state !== "human") return;
  clearTimeout(stop);
  stop = setTimeout(stopped, STOPPED);
  typing = true;
  if (performance.now() - told < OFTEN) return;
  told = performance.now();
  tell();
}

export function stopped(): void {
  clearTimeout(stop);
  if (!typing) return;
  typing = false;
  told = -OFTEN;
  tell();
}

onDesk(({ state }, before) => {
  if (state !== "human") stopped();
  else if (before.state !== state) seen();
});
