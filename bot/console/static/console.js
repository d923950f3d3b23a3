// Keeps a page of the console current. Every page works without it.
(() => {
  "use strict";
  const body = document.body;
  const csrf = body.dataset.csrf;
  const ring = window.staffRing;
  const KNOWN = "staff-known";
  const SILENT_MS = 40000;
  const TYPING_MS = 3000;
  const HERE_MS = 60000;
  const SEEN_MS = 15000;
  const ASK_MS = 240000;
  const GONE_MS = 300000;
  const ACTIVE = "staff-active";
  const title = document.title;
  const lost = document.getElementById("lost");
  const announce = document.getElementById("announce");
  const byId = (name) => document.getElementById(name);

  const post = (address, fields) =>
    fetch(address, {
      method: "POST",
      redirect: "manual",
      headers: { "X-Csrf": csrf, "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields || {}),
    });
  const parse = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  };

  // The stream

  let source = null;
  let heard = Date.now();
  let over = false;

  function say(text, link) {
    lost.replaceChildren(text);
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link;
      anchor.textContent = "Sign in";
      lost.append(" ", anchor);
    }
    lost.hidden = false;
  }

  function signedOut() {
    if (over) return;
    over = true;
    if (source) source.close();
    still.textContent = "";
    ring.sound(false);
    ring.notify("You are signed out", "Nobody rings in this window any more.", "staff-out", location.href);
    say("You are signed out: nothing rings here any more.", `/staff/sign-in?next=${encodeURIComponent(location.pathname)}`);
  }

  function open() {
    if (over) return;
    if (source) source.close();
    source = new EventSource("/staff/live/events");
    source.addEventListener("queue", (event) => {
      heard = Date.now();
      lost.hidden = true;
      changed(JSON.parse(event.data));
    });
    source.addEventListener("signed-out", signedOut);
    source.onerror = async () => {
      if (over) return;
      say("The connection is lost. Trying again …");
      if (source.readyState !== EventSource.CLOSED) return;
      const answer = await fetch("/staff/live/queue").catch(() => null);
      if (answer && answer.status === 401) signedOut();
      else setTimeout(open, 4000);
    };
  }

  setInterval(() => {
    if (over || Date.now() - heard < SILENT_MS) return;
    say("The connection is lost. Trying again …");
    heard = Date.now();
    open();
  }, 5000);

  function changed({ waiting, held, others, left = { total: 0, danger: 0 } }) {
    mine = held.map((one) => one.id);
    const badge = byId("badge");
    badge.hidden = waiting.length === 0;
    badge.textContent = waiting.length;
    badge.classList.toggle("alarm", waiting.some((one) => one.priority > 0));
    const messages = byId("left-badge");
    messages.hidden = left.total === 0;
    messages.textContent = left.danger ? `${left.total}, ${left.danger} with danger` : left.total;
    messages.classList.toggle("alarm", left.danger > 0);
    document.title = waiting.length ? `(${waiting.length}) ${title}` : title;
    callFor(waiting, held, others);
    attend();
    refresh();
  }

  // Once for whoever is new, again for danger as long as nobody comes.
  function callFor(waiting, held, others) {
    const kept = sessionStorage.getItem(KNOWN);
    const known = JSON.parse(kept || "{}");
    const now = {};
    let urgent = false;
    let gentle = false;
    let words = "";
    // One line is read aloud; of several, the one of danger.
    const say = (line, danger) => { if (!words || danger) words = line; };
    for (const one of waiting) {
      const before = known[one.id];
      now[one.id] = one.priority;
      const news = before === undefined || one.priority > before;
      if (one.priority > 0) urgent = true;
      else if (news) gentle = true;
      if (news) {
        const line = one.priority > 0 ? "Danger was seen. Somebody is waiting." : "Somebody is waiting.";
        say(line, one.priority > 0);
        ring.notify(line, "Open the conversation.", one.id, `/staff/conversations/${one.id}`);
      }
    }
    for (const one of held) {
      const before = known[one.id];
      now[one.id] = one.priority;
      if (before === undefined && body.dataset.id !== one.id) {
        gentle = true;
        say("A colleague handed you a conversation.", false);
        ring.notify("A conversation is with you", "A colleague handed it to you.", one.id, `/staff/conversations/${one.id}`);
      } else if (one.priority > before) {
        urgent = true;
        say("Danger was seen in your conversation.", true);
        ring.notify("Danger was seen", "In a conversation that you hold.", one.id, `/staff/conversations/${one.id}`);
      }
    }
    // Whoever has that one may have walked away.
    for (const one of others) {
      const before = known[one.id];
      now[one.id] = one.priority;
      if (kept === null || one.priority <= before) continue;
      urgent = true;
      say("Danger was seen in a conversation of a colleague.", true);
      ring.notify("Danger was seen", "In a conversation that a colleague holds.", one.id, `/staff/conversations/${one.id}`);
    }
    if (words) announce.textContent = words;
    sessionStorage.setItem(KNOWN, JSON.stringify(now));
    if (urgent) ring.sound(true);
    else if (gentle) ring.sound(false);
  }

  // The parts of the page

  let pressing = false;
  addEventListener("pointerdown", () => { pressing = true; });
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => setTimeout(() => { pressing = false; }, 50));

  let busy = false;
  let again = false;
  async function refresh() {
    if (over) return;
    if (busy) { again = true; return; }
    busy = true;
    try {
      if (body.dataset.page === "queue") await refreshQueue();
      if (body.dataset.page === "conversation") await refreshConversation();
    } catch {
      // The stream says when the connection is lost.
    }
    busy = false;
    if (again) { again = false; refresh(); }
  }

  async function refreshQueue() {
    const answer = await fetch("/staff/live/queue");
    if (answer.status === 401) { signedOut(); return; }
    if (!answer.ok || pressing) return;
    const html = await answer.text();
    const place = byId("queue");
    const active = place.contains(document.activeElement) ? document.activeElement : null;
    const row = active && active.closest("[data-id]");
    place.replaceChildren(parse(html));
    if (!row) return;
    const same = place.querySelector(`[data-id="${CSS.escape(row.dataset.id)}"]`);
    const target = same && (same.querySelector(active.tagName) || same.querySelector("a, button"));
    (target || byId("main")).focus({ preventScroll: true });
  }

  const log = byId("log");
  const here = `/staff/live/conversations/${body.dataset.id}`;
  const toEnd = () => { if (log) log.scrollTop = log.scrollHeight; };

  async function refreshConversation() {
    const query = new URLSearchParams({ after: body.dataset.last, key: body.dataset.key });
    const answer = await fetch(`${here}?${query}`);
    if (answer.status === 401) { signedOut(); return; }
    if (answer.status === 404) { location.reload(); return; }
    if (!answer.ok) return;
    const part = await answer.json();
    if (part.readable !== Boolean(log)) { location.reload(); return; }
    if (log) addLines(part);
    if (part.head !== null) byId("head").replaceChildren(parse(part.head));
    if (part.actions !== null) swapActions(part.actions);
    if (part.endings !== null) swapEndings(part.endings);
    body.dataset.last = part.last;
    body.dataset.key = part.key;
  }

  function addLines(part) {
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    let visitor = false;
    for (const line of [...parse(part.lines).querySelectorAll(".line")]) {
      const old = log.querySelector(`[data-seq="${line.dataset.seq}"]`);
      // A card that came later marks a message that is there.
      if (old) { if (old.className !== line.className) old.replaceWith(line); continue; }
      // What was said during the form comes late, when danger brings the visitor back.
      const next = [...log.children].find((one) => Number(one.dataset.seq) > Number(line.dataset.seq));
      log.insertBefore(line, next || null);
      visitor = visitor || line.classList.contains("visitor");
    }
    for (const line of log.querySelectorAll(".line.staff")) {
      if (Number(line.dataset.seq) <= part.delivered) line.querySelector(".delivered").textContent = "Delivered";
    }
    byId("typing").textContent = part.typing ? "The visitor is writing …" : "";
    if (near) toEnd();
    if (visitor && byId("reply") && document.hidden) {
      ring.sound(false);
      ring.notify("The visitor has written", "In a conversation that you hold.", body.dataset.id, location.href);
    }
  }

  function swapActions(html) {
    const field = byId("text");
    const words = field ? field.value.trim() : "";
    const place = byId("actions");
    const focused = place.contains(document.activeElement);
    place.replaceChildren(parse(html));
    const next = byId("text");
    if (next) {
      next.value = words;
    } else if (words) {
      const section = document.createElement("section");
      const heading = document.createElement("h2");
      const text = document.createElement("p");
      section.className = "unsent";
      heading.textContent = "Not sent: the conversation is no longer with you";
      text.className = "text";
      text.textContent = words;
      section.append(heading, text);
      place.append(section);
    }
    setUpReply();
    // What somebody was about to press is gone: they hear who has it.
    if (focused) (next || byId("head")).focus();
  }

  // The same owner, and now danger, or worse: what was chosen stays, as far as it still can be.
  function swapEndings(html) {
    const old = byId("endings");
    const chosen = [...old.querySelectorAll("select")].map((one) => [one.id, one.value]);
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(parse(html));
    for (const [id, value] of chosen) {
      const field = byId(id);
      if (field && [...field.options].some((one) => one.value === value)) field.value = value;
    }
    if (focused) byId(focused).focus();
  }

  // A form that is refused gives back what was being written beside it.
  document.addEventListener("formdata", (event) => {
    const reply = byId("reply");
    if (!reply || !event.target.closest("#endings")) return;
    event.formData.set("text", byId("text").value);
    event.formData.set("client_id", reply.elements.client_id.value);
  });

  // Replying

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  }

  function setUpReply() {
    const form = byId("reply");
    if (!form) return;
    const field = byId("text");
    const sent = byId("sent");
    const send = form.querySelector(".send button");
    const id = form.elements.client_id;
    let typed = 0;
    if (!id.value) id.value = newId();
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(send);
      }
    });
    field.addEventListener("input", () => {
      if (Date.now() - typed < TYPING_MS) return;
      typed = Date.now();
      post(`/staff/conversations/${body.dataset.id}/typing`).catch(() => {});
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const by = event.submitter;
      if (by && by.name === "canned") {
        field.value = [field.value.trim(), by.dataset.text.trim()].filter(Boolean).join("\n\n");
        field.focus();
        return;
      }
      // What is typed next is a new sign of typing.
      typed = 0;
      reply(form, field, sent, send, id);
    });
  }

  async function reply(form, field, sent, send, id) {
    if (send.disabled || !field.value.trim()) return;
    send.disabled = true;
    sent.textContent = "";
    try {
      const answer = await post(form.action, { text: field.value, client_id: id.value });
      if (answer.type === "opaqueredirect") {
        field.value = "";
        id.value = newId();
        toEnd();
      } else {
        const problem = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("problem");
        sent.textContent = problem ? problem.textContent : "This was not sent. Try again.";
        if (answer.status === 401) signedOut();
      }
    } catch {
      // The same id again: it is sent once, whatever has arrived.
      sent.textContent = "This may not have arrived. Send it again; it is shown once only.";
    }
    send.disabled = false;
    field.focus();
    refresh();
  }

  // Whether somebody is there, in any window of this browser: the visitor of an owner who has walked
  // away is not to wait for ever. A scroll does not count by itself, as the page scrolls too.

  const still = byId("still");
  let mine = [];
  let active = 0;
  let attended = 0;
  let pointer = "";

  function idle() {
    const now = Date.now();
    const elsewhere = Number(localStorage.getItem(ACTIVE)) || 0;
    return now - Math.max(active, elsewhere <= now ? elsewhere : 0);
  }

  function move() {
    if (Date.now() - active < 1000) return;
    active = Date.now();
    localStorage.setItem(ACTIVE, String(active));
    attend();
  }

  function attend() {
    if (over) return;
    const held = new Set(byId("reply") ? [...mine, body.dataset.id] : mine);
    const gone = idle();
    ask(held.size > 0 && gone >= ASK_MS);
    if (gone >= GONE_MS || Date.now() - attended < SEEN_MS) return;
    for (const id of held) {
      attended = Date.now();
      post(`/staff/live/conversations/${id}/seen`).catch(() => {});
    }
  }

  function ask(whether) {
    if (whether === Boolean(still.textContent)) return;
    still.textContent = whether ? "Are you still there? Press any key, or the visitor will wait for somebody else." : "";
    if (!whether) return;
    ring.sound(false);
    ring.notify("Are you still there?", "A visitor is with you.", "staff-still", location.href);
  }

  for (const kind of ["pointerdown", "keydown", "click", "input", "wheel", "touchstart", "touchmove"]) {
    addEventListener(kind, move, { capture: true, passive: true });
  }
  addEventListener("pointermove", (event) => {
    // Browsers also send one when the page moves below a pointer that rests.
    const place = `${event.screenX} ${event.screenY}`;
    if (place !== pointer) move();
    pointer = place;
  }, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) move(); });
  setInterval(attend, 5000);

  // Whoever uses the page stays signed in; a page that is only open does not.
  let used = Date.now();
  for (const kind of ["pointerdown", "keydown"]) {
    addEventListener(kind, () => {
      if (over || Date.now() - used < HERE_MS) return;
      used = Date.now();
      post("/staff/account/here").catch(() => {});
    });
  }

  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("pagehide", () => { if (source) source.close(); });
  // What a refused form shows stands at the form's address.
  if (body.dataset.address) history.replaceState(null, "", body.dataset.address);
  setUpReply();
  toEnd();
  move();
  open();
})();
