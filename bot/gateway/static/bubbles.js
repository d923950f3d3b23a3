// What is said, as it stands in the conversation.

import { button, link, make, ownAddress, paragraphs, safeAddress } from "./dom.js";
import { helpList } from "./help.js";
import { spoken, wordsIn } from "./words.js";

const NOT_KEPT = "[not kept]"; // What the gateway puts in place of personal details.
const TAKE_AWAY = "/release/"; // Where the pages to take away are.
// The way on stands out, the answers to a question stand alike, and what else can be done is quieter.
const WEIGHTS = ["onward", "answer"];

// In a language of its own, if there is one.
export function bubble(from, text, title, language = "en") {
  const box = make("div", "", `said ${from}`);
  if (language !== "en") box.lang = language;
  const said = from === "visitor" ? spoken : language;
  const who = make("span", wordsIn(said).who[from] || "", "who");
  who.lang = said;
  box.append(who);
  if (title) box.append(title.nodeType ? title : make("p", title, "title"));
  // The visitor's own words are in a language that nobody has said.
  paragraphs(box, text || "", from !== "visitor");
  if (from === "visitor") markNotKept(box);
  return box;
}

function markNotKept(box) {
  for (const one of box.querySelectorAll("p")) {
    const [first, ...others] = one.textContent.split(NOT_KEPT);
    if (!others.length) continue;
    one.replaceChildren(first);
    for (const text of others) one.append(make("span", NOT_KEPT, "not-kept"), text);
  }
}

// Nobody may take a person for the assistant, or the assistant for a person.
export function staffBubble(event) {
  const box = make("div", "", "said staff");
  const words = wordsIn(spoken);
  const who = make("p", event.staff ? words.staff(event.staff) : words.who.staff, "name");
  who.lang = spoken;
  box.append(who);
  paragraphs(box, event.text || "", false);
  return box;
}

export function messageOf(event) {
  const { release } = event;
  const title = release && event.title ? stepTitle(event) : event.title;
  const box = bubble(event.from, event.text, title, event.language);
  if (release) box.dataset.release = release.kind;
  const help = event.help || event.pinned_help;
  if (help) box.append(helpList(help));
  if (event.more) {
    const details = make("details");
    details.append(make("summary", wordsIn(event.language).more));
    paragraphs(details, event.more);
    box.append(details);
  }
  if (event.sources?.length || event.reviewed_on) box.append(sourcesOf(event));
  if (release?.take_away) box.append(takeAwayOf(release.take_away, event.language));
  if (event.buttons?.length) box.append(buttonsOf(event));
  return box;
}

// One heading, so that a screen reader says it once, and can go from step to step.
function stepTitle({ title, release }) {
  const heading = make("h2", "", "title");
  if (release.kind === "step" && release.progress) {
    heading.append(make("span", release.progress, "progress"), " ");
  }
  heading.append(title);
  return heading;
}

function takeAwayOf({ page, pdf }, language) {
  const words = wordsIn(language);
  const box = make("div", "", "take-away");
  for (const [address, text] of [[page, words.print], [pdf, words.pdf]]) {
    const own = ownAddress(address, TAKE_AWAY);
    if (!own) continue;
    const a = link(own, text);
    a.target = "_blank";
    a.rel = "noopener noreferrer";
    a.append(" ", make("span", `(${words.newTab})`, "unseen"));
    box.append(a);
  }
  return box;
}

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
    const toggle = button(words.details, "quiet");
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

// The conversation sends what was pressed.
export function buttonsOf(event) {
  const box = make("div", "", "buttons");
  let labelled = false;
  for (const one of event.buttons || []) {
    if (one.kind === "related" && !labelled) {
      box.append(make("p", wordsIn(event.language).related, "label"));
      labelled = true;
    }
    const choice = button(one.title, "choice");
    if (WEIGHTS.includes(one.kind)) choice.classList.add(one.kind);
    choice.dataset.choice = one.choice;
    box.append(choice);
  }
  return box;
}
