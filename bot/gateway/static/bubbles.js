// What is said, as it stands in the conversation.

import { button, link, make, paragraphs, safeAddress } from "./dom.js";
import { helpList } from "./help.js";
import { spoken, wordsIn } from "./words.js";

// In a language of its own, if there is one.
export function bubble(from, text, title, language = "en") {
  const box = make("div", "", `said ${from}`);
  if (language !== "en") box.lang = language;
  const said = from === "visitor" ? spoken : language;
  const who = make("span", wordsIn(said).who[from] || "", "who");
  who.lang = said;
  box.append(who);
  if (title) box.append(make("p", title, "title"));
  // The visitor's own words are in a language that nobody has said.
  paragraphs(box, text || "", from !== "visitor");
  return box;
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
    choice.dataset.choice = one.choice;
    box.append(choice);
  }
  return box;
}
