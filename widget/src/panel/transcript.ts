// All that was said, as a file. The token goes in a header, so the file cannot be a plain link.

import { failure } from "./api";
import { make } from "./dom";
import { ask } from "./session";
import { say } from "./status";
import { spoken, wordsIn } from "./words";

export async function download(): Promise<void> {
  const { downloaded, not_downloaded } = wordsIn(spoken);
  try {
    const file = await (await ask("transcript")).blob();
    const href = URL.createObjectURL(file);
    Object.assign(make("a"), { href, download: "conversation.txt" }).click();
    say(downloaded);
  } catch (thrown) {
    say(`${not_downloaded} ${failure(thrown).message}`, true);
  }
}
