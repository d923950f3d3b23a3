// The other tabs of this site with the same assistant: one conversation for all that are open.

import { consented } from "./consent";
import { drop, sayEnded } from "./conversation";
import { store, UNSENT } from "./kept";
import { clear } from "./log";
import { vanish } from "./options";
import { last, session } from "./session";
import { base, panel } from "./stage";
import type { Session } from "./types";

const PATIENCE = 150; // A tab that is there answers sooner.

interface Here {
  session: Session;
  consent: string | null;
}

type Note =
  | { type: "who" }
  | { type: "left" }
  | ({ type: "here" } & Here)
  | { type: "cleared"; id: string };

let channel: BroadcastChannel | undefined; // Where nothing may be kept, there may be none.
let heard = (_here: Here): void => {};

export function tell(note: Note): void {
  channel?.postMessage(note);
}

// The conversation of another tab, or null.
export function whoIsThere(): Promise<Here | null> {
  return new Promise((resolve) => {
    heard = resolve;
    tell({ type: "who" });
    setTimeout(resolve, PATIENCE, null);
  });
}

function hear({ data: note }: MessageEvent<Note>): void {
  // Of a page that has changed by script.
  if (!panel.isConnected) return;
  if (note.type === "here") heard(note);
  else if (note.type === "who") {
    if (session) tell({ type: "here", session, consent: consented() });
  } else if (note.type === "left") vanish();
  // Perhaps the stream has told of its end already.
  else if (last === note.id) {
    drop();
    clear();
    store(UNSENT, null);
    sayEnded();
  }
}

try {
  channel = new BroadcastChannel(`between-sessions:${base}`);
  channel.onmessage = hear;
} catch {
  // Then this tab is alone.
}
