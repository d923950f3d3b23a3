// What is said, as it stands in the conversation.

import { announce } from "./announce";
import { choiceOf } from "./choices";
import { link, make, ownAddress, paragraphs, safeAddress, unseen } from "./dom";
import { helpList } from "./help";
import type { Button, Maybe, ReleaseLine, Said, Sender } from "./types";
import { fill, spoken, wordsIn } from "./words";

const TAKE_AWAY = "/release/"; // Where the pages to take away are.

// In a language of its own, if there is one. Who speaks is the name of a group, for when the focus
// comes to it; nobody may take a person, who has a name, for the assistant.
export function bubble(
  from: Sender,
  text: string,
  title?: HTMLElement | null,
  language?: Maybe<string>,
  name?: string,
): HTMLElement {
  const own = from === "visitor";
  // Visitors and staff write in a language that nobody has said.
  const unsaid = own || name;
  const said = unsaid ? spoken : language || "en";
  const who = make(
    name ? "p" : "span",
    name ?? wordsIn(said)[`who_${from}`],
    name ? "name" : "who",
  );
  const box = make("div", "", `said ${from}`, who);
  box.role = "group";
  box.ariaLabel = who.textContent;
  (unsaid ? who : box).lang = said;
  if (title) box.append(title);
  paragraphs(box, text, !unsaid);
  return box;
}

export function messageOf(event: Said): HTMLElement {
  const { from, language, release, title, staff } = event;
  const words = wordsIn(language);
  const ours = wordsIn(spoken);
  const name = staff ? fill(ours.staff, { name: staff }) : ours.who_staff;
  const box = bubble(
    from,
    event.text,
    title ? titleOf(title, release) : null,
    language,
    from === "staff" ? name : undefined,
  );
  if (event.type === "state") box.classList.add("desk");
  const help = event.help || event.pinned_help;
  if (help) box.append(helpList(help.language));
  if (event.more) {
    const details = make("details", "", "", make("summary", words.more));
    paragraphs(details, event.more);
    box.append(details);
  }
  if (event.sources?.length || event.reviewed_on) box.append(sourcesOf(event));
  if (release) box.dataset.release = release.kind;
  const away = release?.take_away;
  if (away) {
    const page = takeAway(away.page, words.print, words.new_tab);
    const pdf = takeAway(away.pdf, words.pdf, words.new_tab);
    box.append(make("div", "", "take-away", page, pdf));
  }
  if (event.buttons?.length) box.append(buttonsOf(event.buttons, language));
  return box;
}

function takeAway(path: Maybe<string>, text: string, hint: string): HTMLElement | string {
  const address = ownAddress(path, TAKE_AWAY);
  if (!address) return "";
  const a = link(address, `${text} `);
  a.target = "_blank";
  a.append(unseen(`(${hint})`));
  return a;
}

// Of a step it is one heading, so that a screen reader says it once, and can go from step to step.
function titleOf(title: string, release: Maybe<ReleaseLine>): HTMLElement {
  const { kind, progress } = release ?? {};
  const number = kind === "step" && progress ? [make("span", progress, "progress"), " "] : [];
  return make(release ? "h3" : "p", "", "title", ...number, title);
}

function sourcesOf({ sources, reviewed_on: date, language }: Said): HTMLElement {
  const words = wordsIn(language);
  const box = make("div", "", "sources");
  const cited = make("p", "", "cited", make("strong", words.sources));
  const list = make("ul");
  for (const { citation, name, url } of sources ?? []) {
    const address = url && safeAddress(url);
    cited.append(
      list.childElementCount ? " · " : " ",
      address ? link(address, citation) : citation,
    );
    list.append(make("li", [citation, name].filter(Boolean).join(": ")));
  }
  const checked = date ? make("p", fill(words.checked, { date })) : "";
  const details = make("details", "", "", make("summary", words.source_details), list);
  box.append(...(sources?.length ? [cited, checked, details] : [checked]));
  return box;
}

// The conversation sends what was pressed.
export function buttonsOf(buttons: Button[], language: Maybe<string>): HTMLElement {
  const box = make("div", "", "buttons");
  let label: HTMLElement | null = null;
  for (const one of buttons) {
    if (one.kind === "related" && !label) {
      label = make("p", wordsIn(language).related, "label");
      box.append(label);
    }
    box.append(choiceOf(one));
  }
  return box;
}

// Says it all but what is closed or stands below, which is there to be found.
export function readOut(box: HTMLElement): void {
  const language = box.lang || spoken;
  const { choices_one: one, choices } = wordsIn(language);
  const parts = box.querySelectorAll(":scope>:is(span,p,h3),:scope>ul>li");
  const texts = [...parts].map(({ textContent }) => textContent.replace(/[^.!?:…]$/, "$&."));
  const count = box.querySelectorAll(".choice").length;
  if (count) texts.push(fill(count > 1 ? choices : one, { count }));
  announce(texts.join(" "), language);
}
