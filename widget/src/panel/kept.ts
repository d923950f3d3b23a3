// What outlives a reload: in this tab only, and gone with it.

const PREFIX = "between-sessions";
export const SESSION = "";
export const DRAFT = "-draft";
export const UNSENT = "-unsent";
export const FORM = "-form";
export const CONSENT = "-consent";
export const OPEN = "-open";

// What a message consists of: what is sent, and the words that stand for it on the page.
export interface Sent {
  text?: string;
  choice?: string;
}

export interface Unsent {
  said: Sent;
  words: string;
}

// Storage may be off; everything then lasts as long as the page.
export function recall<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) as string);
  } catch {
    return null;
  }
}

export function store(name: string, value: unknown): void {
  try {
    if (value) sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
    else sessionStorage.removeItem(PREFIX + name);
  } catch {
    return;
  }
}

export function unsent(): Record<string, Unsent> {
  return recall(UNSENT) ?? {};
}

export function keepUnsent(clientId: string, message?: Unsent): void {
  // What is undefined is not written.
  store(UNSENT, { ...unsent(), [clientId]: message });
}

// What a visitor wrote in the conversation and did not send.
export function forgetWords(): void {
  for (const name of [UNSENT, FORM]) store(name, null);
}
