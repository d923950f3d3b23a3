// What has to be said with the server down, by the names in content/widget.yml; all else comes from there.

import type { Language } from "./handover";

export const WORDS: Record<Language, Record<string, string>> = {
  en: {
    title: "Questions about therapy?",
    unreachable: "The chat cannot be reached right now.",
    again: "Trying again…",
    retry: "Retry",
    close: "Close",
    leave: "Leave this page",
    label: "Your message",
    send: "Send",
  },
  es: {
    title: "¿Preguntas sobre la terapia?",
    unreachable: "Ahora no se puede abrir el chat.",
    again: "Intentando otra vez…",
    retry: "Intentar otra vez",
    close: "Cerrar",
    leave: "Salir de esta página",
    label: "Tu mensaje",
    send: "Enviar",
  },
};

// What the page asks for, or else the page's own language.
export function languageOf(host: Element): Language {
  const asked = `${host.getAttribute("language")} ${document.documentElement.lang} en`;
  return /\b(en|es)\b/i.exec(asked)![0].toLowerCase() as Language;
}
