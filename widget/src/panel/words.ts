// What the widget itself says. The texts come from the server, once for a page; a few are built in,
// for when it cannot be reached.

import type { Language } from "../launcher/handover";
import { base, handover } from "./stage";
import type { Practice, Resource } from "./types";

const PATIENCE = 5000;

export type Key =
  | "title"
  | "subtitle"
  | "leave"
  | "leave_hint"
  | "close"
  | "launcher"
  | "start"
  | "start_hint"
  | "help_heading"
  | "more_numbers"
  | "fictional"
  | "who_visitor"
  | "who_bot"
  | "who_staff"
  | "who_system"
  | "staff"
  | "more"
  | "sources"
  | "source_details"
  | "checked"
  | "related"
  | "print"
  | "pdf"
  | "new_tab"
  | "retry"
  | "edit"
  | "not_sent"
  | "unsure"
  | "refused"
  | "sending"
  | "sent"
  | "lost"
  | "offline"
  | "back_online"
  | "unreachable"
  | "again"
  | "ended"
  | "cleared"
  | "not_cleared"
  | "try_again"
  | "not_done"
  | "log"
  | "composer"
  | "write_to"
  | "label"
  | "label_beside"
  | "hint"
  | "send"
  | "options"
  | "clear"
  | "transcript"
  | "downloaded"
  | "not_downloaded"
  | "form"
  | "to_form"
  | "form_kept"
  | "joined"
  | "new_conversation"
  | "choices_one"
  | "choices"
  | "pressed"
  | "clear_sure"
  | "clear_yes"
  | "clear_no"
  | "talk";

// Before the server has answered, only a few are there.
export type Texts = Readonly<Record<Key, string>>;

export interface FirstScreen {
  title: string;
  text: string;
}

// GET /v1/widget
export interface Widget {
  version: string;
  practice: Practice | null;
  numbers: Record<Language, Resource[]>;
  leave: string;
  first_screen: { version: string } & Record<Language, FirstScreen>;
  texts: Record<Language, Partial<Record<Key, string>>>;
}

// What the server said of itself, once it has.
export let widget: Widget | null = null;
// The language that the assistant spoke last.
export let spoken: Language = handover.language;

export function setSpoken(language: Language): void {
  spoken = language;
}

export function wordsIn(language: string | null | undefined): Texts {
  const { texts } = widget ?? {};
  return { ...handover.words, ...(texts?.[language as Language] ?? texts?.en) } as Texts;
}

// Puts values in the place of their names: `fill("Call {number}", { number: "911" })`.
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] as string);
}

// Asks the server; returns whether it has ever answered.
export async function load(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`${base}/v1/widget`, { signal });
    if (response.ok) widget = await response.json();
  } catch {
    // As it says by its answer.
  }
  return Boolean(widget);
}
