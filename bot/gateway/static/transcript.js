// All that was said, as a file. The token goes in a header, so the file cannot be a plain link.

import { call } from "./api.js";
import { drop, path, sayEnded, session } from "./conversation.js";
import { make } from "./dom.js";
import { say } from "./status.js";
import { spoken, wordsIn } from "./words.js";

const NAME = "conversation.txt";
const A_WHILE = 60000; // The browser has the file by then.

let loading = false;

export async function download(button) {
  if (loading || !session) return;
  loading = true;
  button.setAttribute("aria-disabled", "true");
  try {
    const response = await call(path("transcript"), { token: session.token });
    save(await response.blob(), nameOf(response));
    say(wordsIn(spoken).downloaded);
  } catch (error) {
    const words = wordsIn(spoken);
    say(`${words.notDownloaded} ${error.message || words.tryAgain}`, true);
    if (error.gone) {
      drop();
      sayEnded();
    }
  } finally {
    loading = false;
    button.removeAttribute("aria-disabled");
  }
}

function nameOf(response) {
  const given = response.headers.get("Content-Disposition") || "";
  return given.match(/filename="?([\w.-]+)"?/)?.[1] || NAME;
}

function save(file, name) {
  const address = URL.createObjectURL(file);
  const a = make("a");
  a.href = address;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(address), A_WHILE);
}
