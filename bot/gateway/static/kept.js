// What outlives a reload: in this tab only, and gone with it.

export const SESSION = "between-sessions";
export const DRAFT = "between-sessions-draft";
export const UNSENT = "between-sessions-unsent";
export const FORM = "between-sessions-form";

// Storage may be off; everything then lasts as long as the page.
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

export function store(name, value) {
  try {
    if (value) sessionStorage.setItem(name, JSON.stringify(value));
    else sessionStorage.removeItem(name);
  } catch {
    return;
  }
}

export function keepUnsent(clientId, message) {
  const unsent = recall(UNSENT) || {};
  if (message) unsent[clientId] = message;
  else delete unsent[clientId];
  store(UNSENT, Object.keys(unsent).length ? unsent : null);
}

// Everything that a visitor wrote and did not send.
export function forgetWords() {
  for (const name of [DRAFT, UNSENT, FORM]) store(name, null);
}
