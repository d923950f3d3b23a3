// The conversation with the gateway: begun, followed by its stream, and begun again.

import { quietly } from "./announce";
import { API, call, Failed, failure } from "./api";
import { askAgain, consented } from "./consent";
import { latest, renew, reset, staffTyping, take } from "./desk";
import { isWaiting, notice, replay, showAll, startOver } from "./log";
import { isClearing } from "./options";
import { settleAll } from "./own";
import { ask, keep, session } from "./session";
import { isProblem, say } from "./status";
import { read } from "./stream";
import type { Created, DeskReply, Session } from "./types";
import { spoken, wordsIn } from "./words";

const SILENCE = 45000; // The server sends a heartbeat more often than this.
const LONGEST = 15000; // between two tries
const SHORTEST = 500;
const MANY = 10; // More events than this at once are not read out one by one.

let cursor = 0; // the last event of the stream
let followed = 0; // how often a stream was begun or given up: only the last one goes on
let connection: AbortController | null = null; // of the request that reads it
let creating: Promise<void> | null = null;
let wake = (): void => {};

// Waits longer with every try; a network that comes back ends it.
export function pause(tries: number): Promise<void> {
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, Math.min(SHORTEST * 2 ** tries, LONGEST));
  });
}

export function create(): Promise<void> {
  creating ??= make().finally(() => {
    creating = null;
  });
  return creating;
}

async function make(): Promise<void> {
  const body = { consent: consented(), language: spoken };
  const mine = followed;
  try {
    const response = await call(API, { body });
    const { id, token, events }: Created = await response.json();
    // The visitor has left, or cleared it, meanwhile.
    if (followed !== mine) throw new Failed(0);
    join({ id, token }, events.at(-1)?.seq);
    await showAll(events);
  } catch (thrown) {
    // The first screen has changed since the visitor agreed to it.
    if (failure(thrown).body.error?.code === "consent_changed") askAgain();
    throw thrown;
  }
}

// Goes on with a conversation, such as that of another tab.
export function join(given: Session, after = 0): void {
  keep(given);
  startOver();
  reset();
  cursor = after;
  follow();
}

// Goes on with the conversation of this tab, or begins one if the visitor agreed to it.
export async function begin(): Promise<void> {
  if (session) follow();
  const mine = followed;
  for (let tries = 0; !session && consented() && followed === mine; tries++) {
    try {
      await create();
      say("");
    } catch (thrown) {
      const { message } = failure(thrown);
      if (!consented()) return;
      say(`${message} ${wordsIn(spoken).again}`, true);
      await pause(tries);
    }
  }
}

// Nothing is heard of it any more.
export function rest(): void {
  followed++;
  connection?.abort();
}

export function drop(): void {
  rest();
  settleAll();
  keep(null);
}

export function sayEnded(): void {
  notice(wordsIn(spoken).ended);
  reset();
}

// ---- The stream ---------------------------------------------------------------------------

async function follow(): Promise<void> {
  connection?.abort();
  const mine = ++followed;
  let tries = 0;
  while (followed === mine) {
    try {
      await listen(mine, () => {
        tries = 0;
        if (isProblem()) say("");
      });
    } catch (error) {
      if (followed !== mine) return;
      if (error instanceof Failed && error.gone) {
        drop();
        if (!isClearing) sayEnded();
        return;
      }
      // A short loss heals unseen.
      if (tries > 1) say(wordsIn(spoken).lost, true);
    }
    await pause(tries++);
  }
}

async function listen(mine: number, opened: () => void): Promise<void> {
  const own = new AbortController();
  connection = own;
  let silence = 0;
  const alive = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => own.abort(), SILENCE);
  };
  alive();
  try {
    const response = await ask(`events?after=${cursor}`, undefined, own.signal);
    opened();
    let many = cursor && MANY;
    if (many) askDesk();
    await read(response, alive, async (all) => {
      if (followed !== mine) return;
      const events = all.filter((one) => one.type !== "typing");
      const newest = events.at(-1)?.seq ?? cursor;
      // Many of those that were missed are not read out, up to the answer that is waited for.
      const awaited = events.findIndex((one) => one.client_id && isWaiting(one.client_id));
      const old = events.length > many ? events.splice(0, awaited < 0 ? Infinity : awaited) : [];
      if (old.length) await replay(old);
      if (events.length) await showAll(events);
      staffTyping(all.at(-1)?.type === "typing");
      // Only what came by the stream: an answer may have overtaken what the stream still brings.
      if (followed === mine) cursor = newest;
      // The first events told of the desk as it was.
      if (!many) askDesk();
      many = Infinity;
    });
  } finally {
    clearTimeout(silence);
  }
}

// The events tell the state too; whichever of them comes meanwhile is newer than the answer.
async function askDesk(): Promise<void> {
  const before = latest;
  const asked = session;
  try {
    const { desk }: DeskReply = await (await ask("desk")).json();
    if (session === asked && latest === before) quietly(() => take(desk));
  } catch {
    // The stream finds out too what is wrong, and says so.
    return;
  }
}

// A phone that slept, or lost its network, has a stream that looks open and is dead.
function resume(): void {
  connection?.abort();
  wake();
}

// The desk speaks another language now.
export function renewDesk(): void {
  renew();
  if (session) askDesk();
}

addEventListener("online", resume);
document.addEventListener("visibilitychange", () => document.hidden || resume());
