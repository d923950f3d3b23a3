// The menu: the transcript, and the way to delete the conversation, which is asked once more.

import { API, call, failure } from "./api";
import { adopt, consent, consented } from "./consent";
import { begin, drop } from "./conversation";
import { reset } from "./desk";
import { close, focusIn } from "./dialog";
import { forgetWords } from "./kept";
import { speak } from "./language";
import * as log from "./log";
import { session } from "./session";
import { byId, handover } from "./stage";
import { say } from "./status";
import { tell } from "./tabs";
import { download } from "./transcript";
import { spoken, wordsIn } from "./words";

const options = byId<HTMLDetailsElement>("options");
const sure = byId<HTMLDetailsElement>("sure");

// Everything of this conversation in this tab.
export function forget(): void {
  drop();
  log.clear();
  forgetWords();
  reset();
  byId<HTMLTextAreaElement>("entry").value = "";
}

// As if nobody had been here.
export function vanish(): void {
  forget();
  adopt(null);
  consent();
  close();
}

async function clear(): Promise<void> {
  if (session) {
    const { id, token } = session;
    try {
      await call(`${API}/${id}`, { method: "DELETE", token });
    } catch (thrown) {
      const error = failure(thrown);
      const { not_cleared, try_again } = wordsIn(spoken);
      if (!error.gone) return say(`${not_cleared} ${error.message} ${try_again}`, true);
    }
    tell({ type: "cleared", id });
  }
  const { cleared } = wordsIn(spoken);
  forget();
  speak(handover.language);
  if (consented()) await begin();
  say(cleared);
}

byId("transcript").onclick = download;
byId("clear-yes").onclick = () => {
  sure.open = options.open = false;
  focusIn();
  clear();
};
byId("clear-no").onclick = () => {
  sure.open = false;
  byId("clear").focus();
};
