// Which conversation of the gateway's this tab is in.

import { API, call } from "./api";
import { recall, SESSION, store } from "./kept";
import type { Session } from "./types";

export let session = recall<Session>(SESSION);
export let last = session?.id; // Also when it has ended.

export function keep(value: Session | null): void {
  session = value;
  last = value?.id ?? last;
  store(SESSION, value);
}

// Asks for something of the conversation; with a body it is a POST. Where it has just ended, the gateway says so, and
// looks for danger all the same.
export function ask(rest: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const { id, token } = session ?? { id: "none", token: "" };
  return call(`${API}/${id}/${rest}`, { token, body, signal });
}
