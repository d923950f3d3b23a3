// What the page itself says.

const WORDS = {
  en: {
    call: (number) => `Call ${number}`,
    press: (number, key) => `Call ${number}, then press ${key}`,
    text: (number) => `Text ${number}`,
    word: (number, word) => `Text ${word} to ${number}`,
    who: { visitor: "You said:", bot: "Assistant:", staff: "Staff:", system: "Notice:" },
    staff: (name) => `${name}, staff of the practice`,
    more: "More",
    sources: "Sources:",
    details: "Source details",
    checked: "Last checked",
    related: "Related questions",
    print: "Print the checklist",
    pdf: "Download as PDF",
    newTab: "opens in a new tab",
    retry: "Retry",
    edit: "Edit",
    notSent: "Not sent.",
    unsure: "It may not have arrived.",
    refused: (heading) => `Your message was not sent. Please read: ${heading}`,
    sending: "Sending…",
    lost: "The connection is lost. Trying again…",
    unreachable: "The assistant cannot be reached.",
    again: "Trying again…",
    ended: "This conversation has ended. Your next message starts a new one.",
    cleared: "The conversation is cleared.",
    notCleared: "Not cleared.",
    tryAgain: "Please try again.",
    notDone: "That did not work.",
    log: "Conversation",
    composer: "Write to the assistant",
    writeTo: (name) => `Write to ${name}`,
    label: "Your message",
    labelBeside: "To the assistant",
    hint: "Enter sends. Shift and Enter start a new line.",
    help: "Crisis numbers",
    leave: "Leave page",
    send: "Send",
    clear: "Clear conversation",
    transcript: "Download transcript",
    downloaded: "The transcript is saved on your device.",
    notDownloaded: "Not downloaded.",
    form: "Message for the practice",
    toForm: "Go to the message form",
    formKept: "What you wrote in the form is kept. It comes back when the form opens again.",
  },
  es: {
    call: (number) => `Llama al ${number}`,
    press: (number, key) => `Llama al ${number} y oprime ${key}`,
    text: (number) => `Mensaje al ${number}`,
    word: (number, word) => `Envía ${word} al ${number}`,
    who: { visitor: "Escribiste:", bot: "Asistente:", staff: "Oficina:", system: "Aviso:" },
    staff: (name) => `${name}, personal de la oficina`,
    more: "Más",
    sources: "Fuentes:",
    details: "Más sobre las fuentes",
    checked: "Última revisión",
    related: "Preguntas parecidas",
    print: "Imprimir la lista",
    pdf: "Descargar en PDF",
    newTab: "se abre en otra pestaña",
    retry: "Enviar otra vez",
    edit: "Cambiar",
    notSent: "No se envió.",
    unsure: "Puede que no haya llegado.",
    refused: (heading) => `Tu mensaje no se envió. Lee esto, por favor: ${heading}`,
    sending: "Enviando…",
    lost: "Se perdió la conexión. Intentando otra vez…",
    unreachable: "No se puede llegar al asistente.",
    again: "Intentando otra vez…",
    ended: "Esta conversación terminó. Tu próximo mensaje empieza una nueva.",
    cleared: "La conversación se borró.",
    notCleared: "No se borró.",
    tryAgain: "Inténtalo otra vez.",
    notDone: "No funcionó.",
    log: "Conversación",
    composer: "Escribe al asistente",
    writeTo: (name) => `Escribe a ${name}`,
    label: "Tu mensaje",
    labelBeside: "Para el asistente",
    hint: "Entrar envía. Mayús y Entrar: otra línea.",
    help: "Ayuda",
    leave: "Salir de aquí",
    send: "Enviar",
    clear: "Borrar la conversación",
    transcript: "Descargar la conversación",
    downloaded: "La conversación se guardó en tu aparato.",
    notDownloaded: "No se descargó.",
    form: "Mensaje para la oficina",
    toForm: "Ir al formulario",
    formKept:
      "Lo que escribiste en el formulario se guarda. Vuelve cuando el formulario se abra otra vez.",
  },
};

// The language that the assistant spoke last.
export let spoken = "en";

export function setSpoken(language) {
  spoken = language;
}

export function isSpoken(language) {
  return Object.hasOwn(WORDS, language || "");
}

export function wordsIn(language) {
  return WORDS[language] || WORDS.en;
}
