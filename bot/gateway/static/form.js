// The message that a visitor leaves when nobody can join: text, and one way to reach them.

import { ask } from "./asking.js";
import { desk, onDesk } from "./desk.js";
import { button, byId, make } from "./dom.js";
import { helpList } from "./help.js";
import { FORM, recall, store } from "./kept.js";
import { say } from "./status.js";
import { spoken, wordsIn } from "./words.js";

const LONGEST = { text: 2000, reach: 200 };

let form = null;
let finished = false; // sent or skipped: nothing has to be kept

export function toForm() {
  form?.focus({ preventScroll: true });
  form?.scrollIntoView({ block: "start" });
}

export function forgetForm() {
  store(FORM, null);
}

function field(name, tag, label) {
  const input = make(tag);
  input.id = `left-${name}`;
  input.name = name;
  input.dir = "auto";
  input.value = recall(FORM)?.[name] || "";
  input.setAttribute("autocomplete", "off");
  const problem = make("p", "", "problem");
  problem.id = `left-${name}-problem`;
  const caption = make("label", label);
  caption.htmlFor = input.id;
  const box = make("div", "", "field");
  box.append(caption, input, problem);
  input.addEventListener("input", () => {
    complain(name, "");
    keep();
  });
  return box;
}

function build({ form: words, actions, language }) {
  const titles = Object.fromEntries(actions.map((one) => [one.action, one.title]));
  const box = make("form", "", "left-message");
  box.id = "left-message";
  box.lang = language;
  box.noValidate = true;
  box.tabIndex = -1;
  const heading = make("h2", wordsIn(language).form);
  heading.id = "left-heading";
  const intro = make("p", words.intro);
  intro.id = "left-intro";
  box.setAttribute("aria-labelledby", heading.id);
  box.setAttribute("aria-describedby", intro.id);
  const text = field("text", "textarea", words.text);
  text.querySelector("textarea").rows = 4;
  const note = make("p", words.note, "note");
  const problem = make("div", "", "problem");
  problem.id = "left-problem";
  problem.setAttribute("role", "alert");
  const sending = make("button", titles.send);
  sending.type = "submit";
  sending.dataset.action = "send";
  const skipping = button(titles.skip, "choice");
  skipping.dataset.action = "skip";
  const row = make("div", "", "buttons");
  row.append(sending, skipping);
  box.append(heading, intro, text, field("reach", "input", words.reach), note, problem, row);
  box.addEventListener("submit", submit);
  return box;
}

function written() {
  return { text: byId("left-text").value.trim(), reach: byId("left-reach").value.trim() };
}

function keep() {
  const { text, reach } = written();
  store(FORM, text || reach ? { text, reach } : null);
}

function complain(name, problem) {
  const input = byId(`left-${name}`);
  byId(`left-${name}-problem`).textContent = problem;
  for (const [key, value] of [["invalid", "true"], ["describedby", `left-${name}-problem`]]) {
    if (problem) input.setAttribute(`aria-${key}`, value);
    else input.removeAttribute(`aria-${key}`);
  }
}

// Says what is missing beside each field, and returns the first that lacks something.
function missing(fields) {
  const words = desk.form;
  const wrong = Object.keys(fields).filter((name) => {
    const length = [...fields[name]].length;
    const empty = name === "text" ? words.no_text : words.no_reach;
    const problem = length ? (length > LONGEST[name] ? words.too_long : "") : empty;
    complain(name, problem);
    return problem;
  });
  return wrong[0] && byId(`left-${wrong[0]}`);
}

async function submit(event) {
  event.preventDefault();
  const sending = form.querySelector("[data-action=send]");
  if (sending.getAttribute("aria-disabled") === "true") return;
  byId("left-problem").replaceChildren();
  const fields = written();
  const first = missing(fields);
  if (first) {
    first.focus();
    return;
  }
  await finish("send", fields);
}

export async function finish(action, fields) {
  finished = true;
  const error = await ask(action, fields);
  finished = false;
  if (!error) forgetForm();
  else if (form) refuse(error);
  else say(`${error.message} ${recall(FORM) ? notSent() : ""}`.trim(), true);
}

function notSent() {
  const words = wordsIn(spoken);
  return `${words.notSent} ${words.formKept}`;
}

// The words stay in the form.
function refuse(error) {
  const box = byId("left-problem");
  box.lang = spoken;
  box.replaceChildren(make("p", `${wordsIn(spoken).notSent} ${error.message}`));
  if (error.help) box.append(helpList(error.help));
  // A card comes first: that nothing was sent is said beside the field.
  if (error.card) say(wordsIn(spoken).refused(error.card.heading), true);
  else box.scrollIntoView({ block: "nearest" });
}

onDesk((now) => {
  if (now.form && form?.lang === now.language) return;
  const before = form;
  form = now.form ? build(now) : null;
  if (before && form) before.replaceWith(form);
  else if (form) byId("log").after(form);
  else if (before) {
    before.remove();
    if (!finished && recall(FORM)) say(notSent());
  }
});
