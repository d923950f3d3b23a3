// The chat page. No dependency, no storage but this tab's, and text only ever as text.
"use strict";

const API = "/v1/conversations";
const KEPT = "between-sessions";
const KEPT_DRAFT = "between-sessions-draft";
const KEPT_UNSENT = "between-sessions-unsent";
const SEND_TIMEOUT = 10000;
const SENDING_AFTER = 400; // A quicker answer needs no "Sending…".
const TWICE = 1000; // Escape twice within this leaves the page.
const SILENCE = 45000; // The server sends a heartbeat more often than this.
const RETRY = [1000, 2000, 4000, 8000, 15000];

const log = document.getElementById("log");
const statusLine = document.getElementById("status");
const composer = document.getElementById("composer");
const entry = document.getElementById("entry");
const clearButton = document.getElementById("clear");

let session = recall(KEPT); // {id, token} or null
let shown = new Set(); // seq of every event on the page
let cursor = 0;
let stream = null; // AbortController of the open stream
let creating = null; // the promise of a conversation being made
const bubbles = new Map(); // client_id -> element of the visitor's own message
const carded = new Set(); // client_ids whose crisis card is on the page
const waiting = new Set(); // client_ids without an answer yet
const revealed = new Set(); // client_ids whose first reply has been scrolled to
let replaying = false; // many events at once: scroll only at their end
let leaveTo = null; // where the page goes when it must be left quickly, once a card offers it
let escaped = -TWICE; // when Escape was last pressed
let saying = 0; // the timer of a status that is not shown yet

// ---- Small things -------------------------------------------------------------------------

// Storage may be off; everything then lasts as long as the page.
function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function store(name, value) {
  try {
    if (value) sessionStorage.setItem(name, JSON.stringify(value));
    else sessionStorage.removeItem(name);
  } catch {
    return;
  }
}

function keep(value) {
  session = value;
  store(KEPT, value);
}

function keepUnsent(clientId, message) {
  const unsent = recall(KEPT_UNSENT) || {};
  if (message) unsent[clientId] = message;
  else delete unsent[clientId];
  store(KEPT_UNSENT, Object.keys(unsent).length ? unsent : null);
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const h = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
}

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function say(text, problem = false) {
  clearTimeout(saying);
  if (statusLine.textContent === text) return;
  statusLine.textContent = text;
  statusLine.classList.toggle("problem", problem);
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

class Failed extends Error {
  constructor(status, body) {
    super(body?.error?.message || "The assistant cannot be reached.");
    this.status = status;
    this.code = body?.error?.code || "";
    this.card = body?.card || null;
    this.help = body?.help || null;
  }

  get gone() {
    return [401, 404, 410].includes(this.status);
  }
}

async function call(path, options = {}) {
  const headers = { ...(options.headers || {}) };
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  if (options.body) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method: options.method || "GET",
      headers,
      body: options.body && JSON.stringify(options.body),
      signal: options.signal || AbortSignal.timeout(SEND_TIMEOUT),
      credentials: "omit",
      cache: "no-store",
    });
  } catch {
    throw new Failed(0, null);
  }
  if (response.ok) return response;
  throw new Failed(response.status, await response.json().catch(() => null));
}

// ---- Showing ------------------------------------------------------------------------------

function line(tag, text) {
  const element = make(tag, text);
  element.dir = "auto";
  return element;
}

// Blank lines divide paragraphs; in the assistant's texts, lines that start with "- " are a list.
function paragraphs(parent, text, lists = true) {
  for (const block of String(text).split(/\n{2,}/)) {
    if (!block.trim()) continue;
    if (!lists || !/^- /m.test(block)) {
      parent.append(line("p", block.trim()));
      continue;
    }
    let ul = null;
    for (const one of block.trim().split("\n")) {
      if (!one.startsWith("- ")) parent.append(line("p", one));
      else {
        if (!ul || parent.lastChild !== ul) parent.append((ul = make("ul", "", "list")));
        ul.append(line("li", one.slice(2)));
      }
    }
  }
}

function link(href, text) {
  const a = make("a", text);
  a.href = href;
  a.rel = "noreferrer";
  return a;
}

function digits(number) {
  return String(number).replace(/[^0-9+]/g, "");
}

function safeAddress(address) {
  const given = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  try {
    return ["https:", "http:"].includes(new URL(given).protocol) ? given : null;
  } catch {
    return null;
  }
}

function resources(list, notes = true, language = "en") {
  const ul = make("ul", "", "numbers");
  for (const one of list || []) {
    const li = make("li");
    const ways = one.contacts ? contactsOf(one.contacts) : waysOf(one, language);
    li.append(make("strong", one.name), " ", ways);
    const note = [one.hours, one.note].filter(Boolean).join(" ");
    if (note && notes) li.append(" ", make("span", note, "note"));
    ul.append(li);
  }
  return ul;
}

// A card says in its own language what is on its links.
function contactsOf(contacts) {
  const ways = make("span", "", "ways");
  for (const one of contacts) {
    const direct = /^(tel|sms):/.test(one.address || "");
    const address = direct ? one.address : one.address && safeAddress(one.address);
    ways.append(address ? link(address, one.label) : make("span", one.label), " ");
  }
  return ways;
}

const WAYS = {
  en: {
    call: (number) => `Call ${number}`,
    press: (number, key) => `Call ${number}, then press ${key}`,
    text: (number) => `Text ${number}`,
    word: (number, word) => `Text ${word} to ${number}`,
  },
  es: {
    call: (number) => `Llama al ${number}`,
    press: (number, key) => `Llama al ${number} y oprime ${key}`,
    text: (number) => `Mensaje al ${number}`,
    word: (number, word) => `Envía ${word} al ${number}`,
  },
};

function waysOf(one, language) {
  const ways = make("span", "", "ways");
  const said = WAYS[language] || WAYS.en;
  if (one.call) {
    const words = one.press ? said.press(one.call, one.press) : said.call(one.call);
    ways.append(link(`tel:${digits(one.call)}`, words), " ");
  }
  if (one.text) {
    const words = one.text_body ? said.word(one.text, one.text_body) : said.text(one.text);
    const body = one.text_body ? `?&body=${encodeURIComponent(one.text_body)}` : "";
    ways.append(link(`sms:${digits(one.text)}${body}`, words), " ");
  }
  const chat = one.chat && safeAddress(one.chat);
  if (chat) ways.append(link(chat, "Chat"));
  return ways;
}

function helpList(help) {
  const list = [...(help.numbers || [])];
  if (help.practice) list.push({ name: help.practice.name, call: help.practice.phone });
  const ul = resources(list, false, help.language);
  if (help.language) ul.lang = help.language;
  return ul;
}

function cardOf(card) {
  const box = make("section", "", card.level === "compact" ? "card compact" : "card");
  if (card.language) box.lang = card.language;
  if (card.leave) box.append(leaveOf(card.leave));
  box.append(make("h2", card.heading));
  // The numbers come before the longer text, so that a phone shows them without scrolling.
  const [first, ...others] = card.body || [];
  if (first) paragraphs(box, first);
  if (card.resources?.length) box.append(resources(card.resources));
  for (const text of others) paragraphs(box, text);
  if (card.more) {
    const details = make("details");
    details.append(make("summary", card.more.title), resources(card.more.resources));
    box.append(details);
  }
  if (card.buttons?.length) box.append(buttonsOf(card));
  return box;
}

// For somebody whose device may be watched: away at once, and no way back to what was said.
function leaveOf(leave) {
  const box = make("div", "", "leave");
  const button = make("button", leave.label);
  button.type = "button";
  button.addEventListener("click", () => leavePage(leave.address));
  box.append(button, make("p", leave.hint, "note"));
  leaveTo = leave.address;
  return box;
}

function leavePage(address) {
  drop();
  store(KEPT_DRAFT, null);
  store(KEPT_UNSENT, null);
  entry.value = "";
  log.replaceChildren();
  window.location.replace(safeAddress(address) || "about:blank");
}

// The citations in one line; what each of them is on a click.
function sourcesOf(event) {
  const box = make("div", "", "sources");
  const sources = event.sources || [];
  if (sources.length) {
    const cited = make("p", "", "cited");
    cited.append(make("strong", "Sources:"), " ");
    sources.forEach((source, index) => {
      const words = source.citation || source.name;
      const address = source.url && safeAddress(source.url);
      if (index) cited.append(" · ");
      cited.append(address ? link(address, words) : words);
    });
    box.append(cited);
  }
  const foot = make("div", "", "foot");
  if (event.reviewed_on) foot.append(make("span", `Last checked ${event.reviewed_on}`));
  box.append(foot);
  if (sources.some((source) => source.citation && source.name)) {
    const ul = make("ul");
    ul.hidden = true;
    for (const source of sources) {
      ul.append(make("li", [source.citation, source.name].filter(Boolean).join(": ")));
    }
    const toggle = make("button", "Source details", "quiet");
    toggle.type = "button";
    toggle.setAttribute("aria-expanded", "false");
    toggle.addEventListener("click", () => {
      ul.hidden = !ul.hidden;
      toggle.setAttribute("aria-expanded", String(!ul.hidden));
    });
    foot.append(toggle);
    box.append(ul);
  }
  return box;
}

function buttonsOf(event) {
  const box = make("div", "", "buttons");
  let labelled = false;
  for (const one of event.buttons || []) {
    if (one.kind === "related" && !labelled) {
      box.append(make("p", "Related questions", "label"));
      labelled = true;
    }
    const button = make("button", one.title, "choice");
    button.type = "button";
    button.addEventListener("click", () => {
      // On a touch screen the focus would bring up a keyboard over the answer.
      if (matchMedia("(hover: hover)").matches) toEntry();
      send({ choice: one.choice }, one.title);
    });
    box.append(button);
  }
  return box;
}

const WHO = { visitor: "You said:", bot: "Assistant:", staff: "Staff:", system: "Notice:" };

function bubble(from, text, title) {
  const box = make("div", "", `said ${from}`);
  box.append(make("span", WHO[from] || "", "who"));
  if (title) box.append(make("p", title, "title"));
  paragraphs(box, text || "", from !== "visitor");
  return box;
}

function messageOf(event) {
  const box = bubble(event.from, event.text, event.title);
  const help = event.help || event.pinned_help;
  if (help) box.append(helpList(help));
  if (event.more) {
    const details = make("details");
    details.append(make("summary", "More"));
    paragraphs(details, event.more);
    box.append(details);
  }
  if (event.sources?.length || event.reviewed_on) box.append(sourcesOf(event));
  if (event.buttons?.length) box.append(buttonsOf(event));
  return box;
}

// ---- Where the page is scrolled to --------------------------------------------------------

function toEntry() {
  entry.focus({ preventScroll: true });
}

function last(selector) {
  return [...log.querySelectorAll(selector)].at(-1);
}

// What a keyboard or a zoom hides is not part of the view.
function view() {
  const top = window.visualViewport?.offsetTop || 0;
  const height = window.visualViewport?.height || window.innerHeight;
  return { top, bottom: top + height - composer.offsetHeight };
}

function inView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > view().top && top < view().bottom;
}

// Puts the start of a reply at the top, below the visitor's own message if that is short.
// The style sheet makes it smooth, unless the visitor asked for less motion.
function reveal(reply, own, behavior = "auto") {
  const { top, bottom } = view();
  const fits = own && own.offsetHeight < (bottom - top) / 3;
  const start = fits ? own : reply;
  window.scrollTo({
    top: window.scrollY + start.getBoundingClientRect().top - top - 8,
    behavior,
  });
}

// The visitor's own message just above the field.
function revealOwn(own) {
  const below = own.getBoundingClientRect().bottom - view().bottom + 12;
  if (below > 0) window.scrollBy({ top: below, behavior: "instant" });
  else if (!inView(own)) reveal(own, null, "instant");
}

function add(element, clientId) {
  const own = clientId && bubbles.get(clientId);
  // Who has scrolled away to read something else stays there.
  const moves = own && own !== element && !replaying && !revealed.has(clientId) && inView(own);
  log.append(element);
  if (own && own !== element) revealed.add(clientId);
  if (moves) reveal(element, own);
}

// A card that came with an error comes again as an event when the retry succeeds.
function showCard(card, clientId) {
  if (clientId && carded.has(clientId)) return;
  if (clientId) carded.add(clientId);
  add(cardOf(card), clientId);
}

function settle(clientId) {
  waiting.delete(clientId);
  if (!waiting.size) say("");
}

function show(event) {
  if (shown.has(event.seq)) return;
  shown.add(event.seq);
  cursor = Math.max(cursor, event.seq);
  if (event.type === "card") {
    showCard(event, event.client_id);
  } else if (event.type === "state" && event.state === "late") {
    if (waiting.has(event.client_id)) say(event.text);
  } else if (event.type === "message" && event.from === "visitor") {
    const own = bubbles.get(event.client_id);
    keepUnsent(event.client_id, null);
    if (own) own.querySelector(".failed")?.remove();
    else {
      const box = bubble("visitor", event.text);
      bubbles.set(event.client_id, box);
      add(box);
      if (!replaying) revealOwn(box);
    }
  } else if (event.type === "message") {
    add(messageOf(event), event.client_id);
    if (event.from !== "system") settle(event.client_id);
  }
}

// Shows many at once without reading them all out: from the top, or where the visitor was.
function replay(events) {
  const before = last(".said.visitor");
  const moves = !log.querySelector(".said.bot, .card") || (before && inView(before));
  log.setAttribute("aria-live", "off");
  replaying = true;
  events.forEach(show);
  replaying = false;
  log.append(...log.querySelectorAll(".said:has(.failed)"));
  const own = last(".said.visitor");
  if (own && moves) reveal(own.nextElementSibling || own, own, "instant");
  setTimeout(() => log.setAttribute("aria-live", "polite"), 300);
}

// ---- The conversation ---------------------------------------------------------------------

function create() {
  creating ||= (async () => {
    const response = await call(API, { method: "POST" });
    const made = await response.json();
    keep({ id: made.id, token: made.token });
    shown = new Set();
    cursor = 0;
    replay(made.events);
    follow();
    return session;
  })().finally(() => {
    creating = null;
  });
  return creating;
}

// Without a conversation nothing is answered, but danger is still looked for: this refusal has the
// card if it is due.
async function unheard(error, clientId, text) {
  const body = { client_id: clientId, text };
  const refusal = await call(`${API}/none/messages`, { method: "POST", body }).catch((one) => one);
  const { code, message } = error;
  const help = refusal.help || error.help;
  throw new Failed(error.status, { error: { code, message }, card: refusal.card, help });
}

function drop() {
  stream?.abort();
  stream = null;
  keep(null);
}

async function follow() {
  stream?.abort();
  const mine = new AbortController();
  stream = mine;
  let tries = 0;
  while (session && stream === mine) {
    try {
      await listen(mine, () => {
        tries = 0;
        if (statusLine.classList.contains("problem")) say("");
      });
    } catch (error) {
      if (mine.signal.aborted && stream !== mine) return;
      if (error.gone) {
        drop();
        add(bubble("system", "This conversation has ended. Your next message starts a new one."));
        return;
      }
      // A short loss heals unseen.
      if (tries > 1) say("The connection is lost. Trying again…", true);
    }
    await pause(RETRY[Math.min(tries++, RETRY.length - 1)]);
  }
}

async function listen(mine, opened) {
  const quiet = new AbortController();
  const end = () => quiet.abort();
  mine.signal.addEventListener("abort", end);
  let timer = setTimeout(end, SILENCE);
  try {
    const { id, token } = session;
    const path = `${API}/${id}/events?after=${cursor}`;
    const response = await call(path, { token, signal: quiet.signal });
    opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let first = true;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(end, SILENCE);
      const frames = (rest + value).split("\n\n");
      rest = frames.pop();
      const events = frames.map(frame).filter(Boolean);
      if (events.some((one) => one.type === "end")) throw new Failed(404, null);
      const awaited = events.some((one) => waiting.has(one.client_id));
      if (first && events.length > 2 && !awaited) replay(events);
      else events.forEach(show);
      if (events.length) first = false;
    }
  } finally {
    clearTimeout(timer);
    mine.signal.removeEventListener("abort", end);
  }
}

function frame(text) {
  if (/^event: end$/m.test(text)) return { type: "end" };
  const data = text.match(/^data: (.*)$/m);
  return data && JSON.parse(data[1]);
}

// ---- Sending ------------------------------------------------------------------------------

function send(said, words) {
  const clientId = uuid();
  const box = bubble("visitor", words);
  bubbles.set(clientId, box);
  add(box);
  revealOwn(box);
  deliver(clientId, said, words, box);
}

async function deliver(clientId, said, words, box, again = true) {
  box.querySelector(".failed")?.remove();
  waiting.add(clientId);
  keepUnsent(clientId, { said, words });
  clearTimeout(saying);
  saying = setTimeout(() => waiting.has(clientId) && say("Sending…"), SENDING_AFTER);
  try {
    const begun = session || (await create().catch((error) => unheard(error, clientId, words)));
    const { id, token } = begun;
    const path = `${API}/${id}/messages`;
    const body = { client_id: clientId, ...said };
    const response = await call(path, { method: "POST", token, body });
    const reply = await response.json();
    keepUnsent(clientId, null);
    reply.events.forEach(show);
    const late = reply.events.find((one) => one.state === "late");
    if (!reply.late) settle(clientId);
    else if (late && waiting.has(clientId)) say(late.text);
  } catch (error) {
    waiting.delete(clientId);
    say("");
    if (error.card) showCard(error.card, clientId);
    if (error.gone && again) {
      drop();
      // A button belongs to the conversation that is gone; its words are as good.
      await deliver(clientId, { text: words }, words, box, false);
      return;
    }
    refuse(clientId, said, words, box, error);
  }
}

function refuse(clientId, said, words, box, error) {
  const note = make("div", "", "failed");
  note.append(make("p", `Not sent. ${error.message}`));
  if (error.help) note.append(helpList(error.help));
  const retry = make("button", "Retry", "choice");
  retry.type = "button";
  retry.addEventListener("click", () => {
    toEntry();
    deliver(clientId, said, words, box);
  });
  const edit = make("button", "Edit", "choice");
  edit.type = "button";
  edit.addEventListener("click", () => {
    entry.value = entry.value ? `${words}\n${entry.value}` : words;
    box.remove();
    bubbles.delete(clientId);
    keepUnsent(clientId, null);
    store(KEPT_DRAFT, entry.value);
    toEntry();
  });
  const row = make("div", "", "buttons");
  row.append(retry, edit);
  note.append(row);
  box.append(note);
  revealOwn(box);
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = entry.value.trim();
  toEntry();
  if (!text) return;
  entry.value = "";
  store(KEPT_DRAFT, null);
  send({ text }, text);
});

entry.addEventListener("input", () => store(KEPT_DRAFT, entry.value));

entry.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat || !leaveTo) return;
  const now = performance.now();
  if (now - escaped < TWICE) leavePage(leaveTo);
  escaped = now;
});

clearButton.addEventListener("click", async () => {
  if (session) {
    try {
      await call(`${API}/${session.id}`, { method: "DELETE", token: session.token });
    } catch (error) {
      if (!error.gone) {
        say(`Not cleared. ${error.message} Please try again.`, true);
        return;
      }
    }
  }
  drop();
  log.replaceChildren();
  bubbles.clear();
  carded.clear();
  leaveTo = null;
  waiting.clear();
  revealed.clear();
  entry.value = "";
  store(KEPT_DRAFT, null);
  store(KEPT_UNSENT, null);
  toEntry();
  begin().then(() => say("The conversation is cleared."));
});

async function begin() {
  for (let tries = 0; !session; tries++) {
    try {
      await create();
      say("");
    } catch (error) {
      say(`${error.message} Trying again…`, true);
      await pause(RETRY[Math.min(tries, RETRY.length - 1)]);
    }
  }
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  toEntry();
});

// What has the focus, and what was just said, must not be behind the field at the bottom.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--field", `${composer.offsetHeight}px`);
  const own = log.lastElementChild;
  if (waiting.size && own.getBoundingClientRect().top < window.innerHeight) revealOwn(own);
}).observe(composer);

// What a reload or a crash of the tab interrupted is still there, to be sent again.
history.scrollRestoration = "manual";
entry.value = recall(KEPT_DRAFT) || "";
for (const [clientId, { said, words }] of Object.entries(recall(KEPT_UNSENT) || {})) {
  const box = bubble("visitor", words);
  bubbles.set(clientId, box);
  add(box);
  refuse(clientId, said, words, box, new Error("It may not have arrived."));
}
if (session) follow();
else begin();
