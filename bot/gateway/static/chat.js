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
const leaveButton = document.getElementById("leave");

let session = recall(KEPT); // {id, token} or null
let shown = new Set(); // seq of every event on the page
let cursor = 0;
let stream = null; // AbortController of the open stream
let creating = null; // the promise of a conversation being made
const bubbles = new Map(); // client_id -> element of the visitor's own message
const cards = new Map(); // client_id -> its crisis card on the page
const waiting = new Set(); // client_ids without an answer yet
const revealed = new Set(); // client_ids whose first reply has been scrolled to
let replaying = false; // many events at once: scroll only at their end
let leaveTo = null; // where the page goes when it must be left quickly, once a card offers it
let escaped = -TWICE; // when Escape was last pressed
let saying = 0; // the timer of a status that is not shown yet
let spoken = "en"; // the language that the assistant spoke last
let spanishHelp = null; // the numbers in Spanish, once they have come
let spanishNumbers = null; // the list of them at the top of the page

// ---- What the page itself says --------------------------------------------------------------

const WORDS = {
  en: {
    call: (number) => `Call ${number}`,
    press: (number, key) => `Call ${number}, then press ${key}`,
    text: (number) => `Text ${number}`,
    word: (number, word) => `Text ${word} to ${number}`,
    who: { visitor: "You said:", bot: "Assistant:", staff: "Staff:", system: "Notice:" },
    more: "More",
    sources: "Sources:",
    details: "Source details",
    checked: "Last checked",
    related: "Related questions",
    retry: "Retry",
    edit: "Edit",
    notSent: "Not sent.",
    unsure: "It may not have arrived.",
    refused: (heading) => `Your message was not sent. Please read: ${heading}`,
    sending: "Sending…",
    lost: "The connection is lost. Trying again…",
    unreachable: "The assistant cannot be reached.",
    again: "Trying again…",
    ended: "This conversation has ended. Your next message starts a new one.",
    cleared: "The conversation is cleared.",
    notCleared: "Not cleared.",
    tryAgain: "Please try again.",
    log: "Conversation",
    composer: "Write to the assistant",
    label: "Your message",
    hint: "Enter sends. Shift and Enter start a new line.",
    help: "Crisis numbers",
    leave: "Leave page",
    send: "Send",
    clear: "Clear conversation",
  },
  es: {
    call: (number) => `Llama al ${number}`,
    press: (number, key) => `Llama al ${number} y oprime ${key}`,
    text: (number) => `Mensaje al ${number}`,
    word: (number, word) => `Envía ${word} al ${number}`,
    who: { visitor: "Escribiste:", bot: "Asistente:", staff: "Oficina:", system: "Aviso:" },
    more: "Más",
    sources: "Fuentes:",
    details: "Más sobre las fuentes",
    checked: "Última revisión",
    related: "Preguntas parecidas",
    retry: "Enviar otra vez",
    edit: "Cambiar",
    notSent: "No se envió.",
    unsure: "Puede que no haya llegado.",
    refused: (heading) => `Tu mensaje no se envió. Lee esto, por favor: ${heading}`,
    sending: "Enviando…",
    lost: "Se perdió la conexión. Intentando otra vez…",
    unreachable: "No se puede llegar al asistente.",
    again: "Intentando otra vez…",
    ended: "Esta conversación terminó. Tu próximo mensaje empieza una nueva.",
    cleared: "La conversación se borró.",
    notCleared: "No se borró.",
    tryAgain: "Inténtalo otra vez.",
    log: "Conversación",
    composer: "Escribe al asistente",
    label: "Tu mensaje",
    hint: "Entrar envía. Mayús y Entrar: otra línea.",
    help: "Ayuda",
    leave: "Salir de aquí",
    send: "Enviar",
    clear: "Borrar la conversación",
  },
};
const HEADING = document.getElementById("help-heading");
const NUMBERS = document.querySelector("#help .numbers");
HEADING.dataset.en = HEADING.textContent;

function wordsIn(language) {
  return WORDS[language] || WORDS.en;
}

// What stands around the conversation is in the language that the assistant spoke last.
function speak(language, help) {
  if (help?.language === "es" && !spanishHelp) {
    spanishHelp = help;
    spanishNumbers = helpList(help);
  }
  if (!WORDS[language]) return;
  const numbers = (language === "es" && spanishNumbers) || NUMBERS;
  const before = document.querySelector("#help .numbers");
  if (before !== numbers) before.replaceWith(numbers);
  if (language === spoken) return;
  spoken = language;
  const words = wordsIn(language);
  log.setAttribute("aria-label", words.log);
  composer.setAttribute("aria-label", words.composer);
  document.getElementById("entry-label").textContent = words.label;
  document.getElementById("hint").textContent = words.hint;
  document.getElementById("to-help").textContent = words.help;
  document.getElementById("send").textContent = words.send;
  clearButton.textContent = words.clear;
  leaveButton.textContent = words.leave;
  HEADING.textContent = HEADING.dataset[language];
  for (const one of [composer, clearButton, HEADING]) one.lang = language;
}

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
    const { message, message_es: spanish } = body?.error || {};
    super((spoken === "es" && spanish) || message || wordsIn(spoken).unreachable);
    this.spanish = spanish;
    this.status = status;
    this.code = body?.error?.code || "";
    this.card = body?.card || null;
    this.help = body?.help ? (spoken === "es" && spanishHelp) || body.help : null;
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

function waysOf(one, language) {
  const ways = make("span", "", "ways");
  const said = wordsIn(language);
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
  const heading = make("h2", card.heading);
  heading.id = `card-${uuid()}`;
  box.setAttribute("aria-labelledby", heading.id);
  box.append(heading);
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
  leaveButton.hidden = false;
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
  const words = wordsIn(event.language);
  const sources = event.sources || [];
  if (sources.length) {
    const cited = make("p", "", "cited");
    cited.append(make("strong", words.sources), " ");
    sources.forEach((source, index) => {
      const name = source.citation || source.name;
      const address = source.url && safeAddress(source.url);
      if (index) cited.append(" · ");
      cited.append(address ? link(address, name) : name);
    });
    box.append(cited);
  }
  const foot = make("div", "", "foot");
  if (event.reviewed_on) foot.append(make("span", `${words.checked} ${event.reviewed_on}`));
  box.append(foot);
  if (sources.some((source) => source.citation && source.name)) {
    const ul = make("ul");
    ul.hidden = true;
    for (const source of sources) {
      ul.append(make("li", [source.citation, source.name].filter(Boolean).join(": ")));
    }
    const toggle = make("button", words.details, "quiet");
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
      box.append(make("p", wordsIn(event.language).related, "label"));
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

// The visitor's own words are in a language that nobody has said.
function bubble(from, text, title, language = "en") {
  const box = make("div", "", `said ${from}`);
  if (language !== "en") box.lang = language;
  const said = from === "visitor" ? spoken : language;
  const who = make("span", wordsIn(said).who[from] || "", "who");
  who.lang = said;
  box.append(who);
  if (title) box.append(make("p", title, "title"));
  paragraphs(box, text || "", from !== "visitor");
  return box;
}

function messageOf(event) {
  const box = bubble(event.from, event.text, event.title, event.language);
  const help = event.help || event.pinned_help;
  if (help) box.append(helpList(help));
  if (event.more) {
    const details = make("details");
    details.append(make("summary", wordsIn(event.language).more));
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
  speak(card.language);
  if (clientId && cards.has(clientId)) return;
  const box = cardOf(card);
  if (clientId) cards.set(clientId, box);
  add(box, clientId);
}

function settle(clientId) {
  waiting.delete(clientId);
  if (!waiting.size) say("");
}

function show(event) {
  if (shown.has(event.seq)) return;
  shown.add(event.seq);
  cursor = Math.max(cursor, event.seq);
  const help = event.pinned_help || event.help;
  if (help) speak(help.language, help);
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
  const { code, message, spanish } = error;
  const help = refusal.help || error.help;
  speak(refusal.card?.language, help);
  const said = { code, message, message_es: spanish };
  throw new Failed(error.status, { error: said, card: refusal.card, help });
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
        add(bubble("system", wordsIn(spoken).ended, "", spoken));
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
  saying = setTimeout(() => waiting.has(clientId) && say(wordsIn(spoken).sending), SENDING_AFTER);
  try {
    const begun = session || (await create().catch((error) => unheard(error, clientId, words)));
    const { id, token } = begun;
    const path = `${API}/${id}/messages`;
    const body = { client_id: clientId, ...said };
    const response = await call(path, { method: "POST", token, body });
    const reply = await response.json();
    keepUnsent(clientId, null);
    speak(reply.help?.language, reply.help);
    reply.events.forEach(show);
    const late = reply.events.find((one) => one.state === "late");
    if (!reply.late) settle(clientId);
    else if (late && waiting.has(clientId)) say(late.text);
  } catch (error) {
    waiting.delete(clientId);
    say("");
    if (error.card) {
      speak(error.card.language, error.help);
      showCard(error.card, clientId);
    }
    if (error.gone && again) {
      drop();
      // A button belongs to the conversation that is gone; its words are as good.
      await deliver(clientId, { text: words }, words, box, false);
      return;
    }
    refuse(clientId, said, words, box, error);
  }
}

function refuse(clientId, said, typed, box, error) {
  const words = wordsIn(spoken);
  const note = make("div", "", "failed");
  note.lang = spoken;
  note.append(make("p", `${words.notSent} ${error.message}`));
  if (error.help) note.append(helpList(error.help));
  const retry = make("button", words.retry, "choice");
  retry.type = "button";
  retry.addEventListener("click", () => {
    toEntry();
    deliver(clientId, said, typed, box);
  });
  const edit = make("button", words.edit, "choice");
  edit.type = "button";
  edit.addEventListener("click", () => {
    entry.value = entry.value ? `${typed}\n${entry.value}` : typed;
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
  const card = cards.get(clientId);
  if (!card) {
    revealOwn(box);
    return;
  }
  // Help comes first: that it was not sent is said beside the field.
  say(words.refused(card.querySelector("h2").textContent), true);
  reveal(card, null);
}

leaveButton.addEventListener("click", () => leavePage(leaveTo));

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
        say(`${wordsIn(spoken).notCleared} ${error.message} ${wordsIn(spoken).tryAgain}`, true);
        return;
      }
    }
  }
  drop();
  log.replaceChildren();
  bubbles.clear();
  cards.clear();
  leaveTo = null;
  leaveButton.hidden = true;
  waiting.clear();
  revealed.clear();
  entry.value = "";
  store(KEPT_DRAFT, null);
  store(KEPT_UNSENT, null);
  toEntry();
  const { cleared } = wordsIn(spoken);
  begin().then(() => say(cleared));
  speak("en");
});

async function begin() {
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

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  toEntry();
});

// What has the focus, and what was just said, must not be behind the field at the bottom.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--field", `${composer.offsetHeight}px`);
  const own = log.lastElementChild;
  // Not a card, which is read from its start.
  if (!waiting.size || !own.matches(".said.visitor")) return;
  if (own.getBoundingClientRect().top < window.innerHeight) revealOwn(own);
}).observe(composer);

// What a reload or a crash of the tab interrupted is still there, to be sent again.
history.scrollRestoration = "manual";
entry.value = recall(KEPT_DRAFT) || "";
for (const [clientId, { said, words }] of Object.entries(recall(KEPT_UNSENT) || {})) {
  const box = bubble("visitor", words);
  bubbles.set(clientId, box);
  add(box);
  refuse(clientId, said, words, box, new Error(wordsIn(spoken).unsure));
}
if (session) follow();
else begin();
