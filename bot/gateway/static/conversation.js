// The conversation with the gateway: begun, followed by its stream, and begun again.

import { API, Failed, call } from "./api.js";
import { bubble } from "./bubbles.js";
import { changes, reset, take } from "./desk.js";
import { SESSION, recall, store } from "./kept.js";
import { onLanguage } from "./language.js";
import { isWaiting, put, replay, showAll, startOver } from "./log.js";
import { isProblem, say } from "./status.js";
import { spoken, wordsIn } from "./words.js";

const SILENCE = 45000; // The server sends a heartbeat more often than this.
const ASLEEP = 20000; // After this the stream of a page that wakes up is opened anew.
const LOOK = 5000;
const RETRY = [1000, 2000, 4000, 8000, 15000];
const SOON = 80; // What was missed is whole once no more of it comes for so long.
const MANY = 10; // More events than this at once are not read out one by one.

export let session = recall(SESSION); // {id, token} or null
let cursor = 0; // the last event of the stream
let stream = null; // AbortController of the stream that is followed
let connection = null; // AbortController of the request that reads it
let creating = null; // the promise of a conversation being made
let heard = 0; // when the stream last said anything, by the clock, which goes on in a sleep
let wake = () => {};
let hurried = false;

export function path(rest) {
  return `${API}/${session.id}/${rest}`;
}

function keep(value) {
  session = value;
  store(SESSION, value);
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    if (hurried) milliseconds = 0;
    hurried = false;
    const timer = setTimeout(resolve, milliseconds);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

export function create() {
  creating ||= (async () => {
    const response = await call(API, { method: "POST" });
    const made = await response.json();
    keep({ id: made.id, token: made.token });
    startOver();
    reset();
    cursor = Math.max(0, ...made.events.map((one) => one.seq));
    replay(made.events);
    follow();
    return session;
  })().finally(() => {
    creating = null;
  });
  return creating;
}

// Goes on with the conversation of this tab, or begins one.
export async function begin() {
  if (session) {
    follow();
    return;
  }
  for (let tries = 0; !session; tries++) {
    try {
      await create();
      say("");
    } catch (error) {
      say(`${error.message} ${wordsIn(spoken).again}`, true);
      await pause(RETRY[Math.min(tries, RETRY.length - 1)]);
    }
  }
}

export function drop() {
  stream?.abort();
  stream = null;
  keep(null);
}

export function sayEnded() {
  put(bubble("system", wordsIn(spoken).ended, "", spoken));
  reset();
}

// ---- The stream ---------------------------------------------------------------------------

async function follow() {
  stream?.abort();
  const mine = new AbortController();
  stream = mine;
  let tries = 0;
  while (session && stream === mine) {
    try {
      await listen(mine, () => {
        tries = 0;
        if (isProblem()) say("");
      });
    } catch (error) {
      if (mine.signal.aborted && stream !== mine) return;
      if (error.gone) {
        drop();
        sayEnded();
        return;
      }
      // A short loss heals unseen.
      if (tries > 1) say(wordsIn(spoken).lost, true);
    }
    await pause(RETRY[Math.min(tries++, RETRY.length - 1)]);
  }
}

async function listen(mine, opened) {
  const quiet = new AbortController();
  const end = () => quiet.abort();
  mine.signal.addEventListener("abort", end);
  connection = quiet;
  heard = Date.now();
  const look = setInterval(() => Date.now() - heard > SILENCE && end(), LOOK);
  try {
    const { token } = session;
    const whole = cursor === 0;
    const response = await call(path(`events?after=${cursor}`), { token, signal: quiet.signal });
    opened();
    askDesk();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let first = true;
    let reading = null; // the piece that is under way
    let missed = whole ? [] : null; // It comes in pieces, and is shown at once.
    for (;;) {
      reading ||= reader.read();
      const piece = await (missed?.length ? Promise.race([reading, nap(SOON)]) : reading);
      const events = missed || [];
      if (piece) {
        reading = null;
        if (piece.done) return;
        heard = Date.now();
        const frames = (rest + piece.value).split("\n\n");
        rest = frames.pop();
        events.push(...frames.map(frame).filter(Boolean));
        if (events.some((one) => one.type === "end")) throw new Failed(404, null);
        if (missed) continue;
      }
      missed = null;
      const numbered = events.filter((one) => one.seq !== undefined);
      const awaited = events.some((one) => one.client_id && isWaiting(one.client_id));
      if (first && numbered.length > (whole ? 0 : MANY) && !awaited) replay(events);
      else showAll(events);
      // Only what came by the stream: an answer may have overtaken what the stream still brings.
      cursor = Math.max(cursor, ...numbered.map((one) => one.seq));
      if (numbered.length) first = false;
    }
  } finally {
    clearInterval(look);
    mine.signal.removeEventListener("abort", end);
    connection = null;
  }
}

function nap(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function frame(text) {
  if (/^event: end$/m.test(text)) return { type: "end" };
  const data = text.match(/^data: (.*)$/m);
  return data && JSON.parse(data[1]);
}

// The events tell the state too; whichever of them comes meanwhile is newer than the answer.
async function askDesk() {
  const before = changes;
  const asked = session;
  try {
    const response = await call(path("desk"), { token: asked.token });
    const { desk } = await response.json();
    if (session === asked && changes === before) take(desk);
  } catch {
    return;
  }
}

// A phone that slept has a stream that looks open and is dead.
function resume(certain) {
  if (certain || Date.now() - heard > ASLEEP) {
    hurried = Boolean(connection);
    connection?.abort();
  }
  wake();
}

onLanguage(() => session && askDesk());
window.addEventListener("online", () => resume(true));
window.addEventListener("pageshow", (event) => event.persisted && resume(true));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") resume(false);
});
