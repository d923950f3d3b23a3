// What staff are told while they have the conversation: what has arrived, and who is typing.

import { call } from "./api.js";
import { path, session } from "./conversation.js";
import { desk, onDesk } from "./desk.js";
import { latest } from "./log.js";

const OFTEN = 3000; // At most so often while typing.
const STOPPED = 5000; // Without another key, nobody types any more.
const TOGETHER = 150; // Events that come together are told together.

let typing = false;
let told = -OFTEN; // when typing was told last
let stop = 0;
let soon = 0;

function tell() {
  clearTimeout(soon);
  soon = 0;
  if (!session || desk.state !== "human") return;
  const body = { seq: latest(), typing };
  // A lost one is made good by the next.
  call(path("presence"), { method: "POST", token: session.token, body }).catch(() => {});
}

export function seen() {
  if (desk.state === "human") soon ||= setTimeout(tell, TOGETHER);
}

export function typed() {
  if (desk.state !== "human") return;
  clearTimeout(stop);
  stop = setTimeout(stopped, STOPPED);
  typing = true;
  if (performance.now() - told < OFTEN) return;
  told = performance.now();
  tell();
}

export function stopped() {
  clearTimeout(stop);
  if (!typing) return;
  typing = false;
  told = -OFTEN;
  tell();
}

onDesk((now, before) => {
  if (now.state === "human" && before.state !== "human") seen();
  if (now.state !== "human") {
    clearTimeout(stop);
    typing = false;
    told = -OFTEN;
  }
});
