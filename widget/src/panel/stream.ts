// The stream of a conversation: server-sent events, read with fetch, since the token is a header.

import { Failed } from "./api";
import type { ChatEvent, Typing } from "./types";

const SOON = 50; // What comes together is shown together, however many pieces it comes in.

type Events = (ChatEvent | Typing)[];

// Reads until it ends; `alive` is called with every sign of the server.
export async function read(
  { body }: Response,
  alive: () => void,
  tell: (events: Events) => void,
): Promise<void> {
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  const events: Events = [];
  let timer = 0;
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const frames = (rest + value).split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) {
      // The conversation is over.
      if (/^event: end/m.test(frame)) throw new Failed(404);
      const [, data] = /^data: (.*)/m.exec(frame) ?? [];
      if (data) events.push(JSON.parse(data));
    }
    clearTimeout(timer);
    if (events.length) timer = setTimeout(() => tell(events.splice(0)), SOON);
  }
}
