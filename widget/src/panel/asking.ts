// What the visitor asks of the desk: each press once, however often it has to be sent.

import { type Failed, failure, uuid } from "./api";
import { consent, consented } from "./consent";
import { create, drop, sayEnded } from "./conversation";
import { land, latest, onDesk, setBusy, take } from "./desk";
import { isIdle, moveTo } from "./focus";
import { helpList } from "./help";
import { speak } from "./language";
import { notice, showAll } from "./log";
import { showCardOf } from "./sending";
import { ask as post, session } from "./session";
import { byId } from "./stage";
import { say } from "./status";
import type { DeskReply } from "./types";
import { revealAll } from "./view";
import { spoken, wordsIn } from "./words";

interface Asked {
  action: string;
  text?: string;
  reach?: string;
}

let asking = false;
let unsure = ""; // what was asked and may have arrived: a second try is the same press
let clientId = ""; // of that
let refusal: HTMLElement | null = null; // that the last press failed

// Returns what went wrong, or null.
export async function ask(asked: Asked): Promise<Failed | null> {
  if (asking) return null;
  asking = true;
  setBusy(true);
  refusal?.remove();
  say("");
  try {
    return await attempt(asked);
  } finally {
    asking = false;
    setBusy(false);
    // Some browsers give a pressed button no focus, so that nothing shows where it went.
    if (isIdle()) land();
  }
}

async function attempt(body: Asked, again = true): Promise<Failed | null> {
  const asked = JSON.stringify(body);
  if (unsure !== asked) clientId = uuid();
  unsure = asked;
  try {
    if (!session) await create();
    const before = latest;
    const response = await post("desk", { client_id: clientId, ...body });
    const { events, desk, help }: DeskReply = await response.json();
    unsure = "";
    speak(help?.language);
    if (latest === before) take(desk);
    await showAll(events, true);
    return null;
  } catch (thrown) {
    const error = failure(thrown);
    showCardOf(clientId, error);
    if (error.gone) {
      drop();
      unsure = "";
      if (body.action === "request" && again) return attempt(body, false);
      sayEnded();
    } else if (error.status === 409 && error.body.desk) {
      unsure = "";
      take(error.body.desk);
    }
    return error;
  }
}

// For a button of the bar, which stays where it is and can be pressed again.
export async function press(action: string): Promise<void> {
  // Nobody is asked for before it is known who can read what is said.
  if (!consented()) {
    consent();
    moveTo(byId("first-title"));
    return;
  }
  const error = await ask({ action });
  if (error?.status === 409) say(error.message);
  else if (error) {
    refusal = notice(`${wordsIn(spoken).not_done} ${error.message}`);
    refusal.classList.add("refused");
    refusal.append(helpList());
    revealAll(refusal);
  }
}

// What has moved on is not the same press any more.
onDesk((now, before) => {
  if (now.state !== before.state) unsure = "";
});
