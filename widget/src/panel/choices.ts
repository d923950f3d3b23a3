// The buttons under what is said: each can be pressed once, in this tab or another.

import { button } from "./dom";
import type { Button } from "./types";
import { spoken, wordsIn } from "./words";

const buttons = new Map<string, HTMLButtonElement>(); // by their token
const pressed = new Set<string>(); // tokens

// The way on stands out, the answers to a question stand alike, and what else can be done is
// quieter: by the kind, as a class.
export function choiceOf({ title, kind, choice }: Button): HTMLElement {
  const element = button(title, `choice ${kind}`);
  element.dataset.choice = choice;
  buttons.set(choice, element);
  if (pressed.has(choice)) press(choice);
  return element;
}

// By aria-disabled: a disabled button would lose the focus. Returns what was pressed.
export function press(choice: string): HTMLElement | undefined {
  const element = buttons.get(choice);
  pressed.add(choice);
  if (!element || element.ariaDisabled) return element;
  element.ariaDisabled = "true";
  element.ariaLabel = `${element.textContent} (${wordsIn(spoken).pressed})`;
  element.prepend("✓ ");
  return element;
}

// What was not sent after all can be pressed again.
export function free(choice: string): void {
  pressed.delete(choice);
  const element = buttons.get(choice);
  if (!element) return;
  element.ariaDisabled = element.ariaLabel = null;
  element.firstChild?.remove();
}

export function forgetChoices(): void {
  buttons.clear();
  pressed.clear();
}
