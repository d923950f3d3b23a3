// The message that a visitor leaves when nobody can join: text, and one way to reach them.

import { announce } from "./announce";
import { ask } from "./asking";
import { onDesk } from "./desk";
import { make } from "./dom";
import { helpList } from "./help";
import { FORM, recall, store } from "./kept";
import { byId, handover } from "./stage";
import { say } from "./status";
import type { Desk, DeskForm } from "./types";
import { reveal, revealAll } from "./view";
import { fill, spoken, wordsIn } from "./words";

const LONGEST = [2000, 200];
const OUTLINE = `form#left-message tabindex=-1 novalidate aria-labelledby=left-heading aria-describedby=left-intro
 h3#left-heading
 p#left-intro
 div class=field
  label for=left-text
  textarea#left-text rows=4 dir=auto autocomplete=off aria-describedby=left-text-problem
  p#left-text-problem class=problem
 div class=field
  label for=left-reach
  input#left-reach dir=auto autocomplete=off aria-describedby=left-reach-problem
  p#left-reach-problem class=problem
 p class=note
 div#left-problem class=problem
 div class=buttons
  button data-action=send
  button type=button data-action=skip class=choice`;

let form: HTMLFormElement | null = null;
let inputs: HTMLInputElement[] = []; // of the text, and of the way to reach them
let finished = false; // sent or skipped: nothing has to be kept

export function toForm(): void {
  if (!form) return;
  form.focus({ preventScroll: true });
  reveal(form);
}

function written(): string[] {
  return inputs.map((one) => one.value.trim());
}

function complain(input: HTMLElement, problem: string): void {
  input.ariaInvalid = String(Boolean(problem));
  input.nextElementSibling!.textContent = problem;
}

function build(words: DeskForm, { actions, language }: Desk): HTMLFormElement {
  const box = handover.build(OUTLINE) as HTMLFormElement;
  const { form: heading } = wordsIn(language);
  const texts = [heading, words.intro, words.text, "", words.reach, "", words.note];
  box.querySelectorAll("h3, p, label").forEach((one, index) => {
    one.append(texts[index]!);
  });
  for (const { action, title } of actions) {
    box.querySelector(`[data-action=${action}]`)?.append(title);
  }
  box.lang = language;
  box.onsubmit = (event) => {
    event.preventDefault();
    if (!box.querySelector("[data-action=send]")?.ariaDisabled) submit(words);
  };
  inputs = [...box.querySelectorAll<HTMLInputElement>("textarea, input")];
  inputs.forEach((one, index) => {
    one.value = recall<string[]>(FORM)?.[index] ?? "";
    one.oninput = () => {
      complain(one, "");
      store(FORM, written().join("") && written());
    };
  });
  return box;
}

// Says beside each field what is missing; the first that lacks something gets the focus.
function submit(words: DeskForm): void {
  byId("left-problem").replaceChildren();
  const [text, reach] = written();
  const wrong = inputs.filter((one, index) => {
    const { length } = [...one.value.trim()];
    const empty = index ? words.no_reach : words.no_text;
    const problem = length > LONGEST[index]! ? words.too_long : length ? "" : empty;
    complain(one, problem);
    return problem;
  });
  if (wrong[0]) wrong[0].focus();
  else finish("send", { text, reach });
}

export async function finish(
  action: "send" | "skip",
  fields?: Record<string, string | undefined>,
): Promise<void> {
  finished = true;
  const error = await ask({ action, ...fields });
  finished = false;
  const words = wordsIn(spoken);
  const card = error?.body.card;
  const text = `${words.not_sent} ${error?.message}`;
  if (!error) store(FORM, null);
  else if (!form) say(`${error.message} ${keptWords()}`, true);
  else {
    // The words stay in the form.
    const box = byId("left-problem");
    box.lang = spoken;
    box.replaceChildren(make("p", text), helpList());
    // A card comes first: that nothing was sent is said beside the field.
    if (card) say(fill(words.refused, { heading: card.heading }), true);
    else {
      announce(text);
      revealAll(box);
    }
  }
}

function keptWords(): string {
  const words = wordsIn(spoken);
  return recall(FORM) ? `${words.not_sent} ${words.form_kept}` : "";
}

onDesk((now) => {
  if (now.form && form?.lang === now.language) return;
  const before = form;
  before?.remove();
  form = now.form ? build(now.form, now) : null;
  if (form) byId("log").after(form);
  else if (before && !finished) say(keptWords());
});
