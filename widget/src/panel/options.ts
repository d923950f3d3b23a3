// The menu: the transcript, and the way to delete the conversation, which is asked once more.

import { API, call, failure } from "./api";
import { adopt, consent } from "./consent";
import { begin, drop } from "./conversation";
import { reset } from "./desk";
import { close, focusIn } from "./dialog";
import { forgetWords } from "./kept";
import { speak } from "./language";
import * as log from "./log";
import { fillEntry } from "./sending";
import { session } from "./session";
import { byId, handover } from "./stage";
import { say } from "./status";
import { tell } from "./tabs";
import { download } from "./transcript";
import { spoken, wordsIn } from "./words";

const options = byId<HTMLDetailsElement>("options");
const sure = byId<HTMLDetailsElement>("sure");

// The gateway is deleting it, and answers nothing else in it any more.
export let isClearing = false;

// Everything of this conversation in this tab.
export function forget(): void {
  drop();
  log.clear();
  forgetWords();
  reset();
}

// As if nobody had been here.
export function vanish(): void {
  forget();
  fillEntry("");
  adopt(null);
  say("");
  consent();
  close();
}

async function clear(): Promise<void> {
  fillEntry("");
  if (session) {
    const { id, token } = session;
    isClearing = true;
    try {
      await call(`${API}/${id}`, { method: "DELETE", token });
    } catch (thrown) {
      const error = failure(thrown);
      if (!error.gone) return say(`${wordsIn(spoken).not_cleared} ${error.message}`, true);
    } finally {
      isClearing = false;
    }
    tell({ type: "cleared", id });
  }
  forget();
  speak(handover.language);
  await begin();
  say(wordsIn(spoken).cleared);
}

byId("transcript").onclick = download;
byId("clear_yes").onclick = () => {
  sure.open = options.open = false;
  focusIn();
  clear();
};
byId("clear_no").onclick = () => {
  sure.open = false;
  byId("clear").focus();
};
