// The element: a button that is always in reach, and what a page can do with it from its own scripts.

import { build } from "./build";
import type { Handover } from "./handover";
import { home, load } from "./loading";
import css from "./styles.css";
import { hide, isShown, show } from "./unreachable";
import { languageOf, WORDS } from "./words";

const OPEN = "between-sessions-open"; // As in the panel's `kept`: it was open before a reload.
const BUTTON = "button#launcher popover=manual aria-expanded=false";

let first: BetweenSessions | undefined;

export class BetweenSessions extends HTMLElement {
  #handover: Handover | undefined;
  #button = build(BUTTON);

  connectedCallback(): void {
    if (first) {
      if (first !== this) console.warn("between-sessions: one chat to a page", this);
      return;
    }
    first = this;
    this.#handover ??= this.#build();
    // In the top layer nothing of the page can hide it.
    this.#button.showPopover?.();
    this.#handover.tell("ready");
    this.#onHash();
    if (stored((storage) => storage.getItem(OPEN))) this.open();
  }

  disconnectedCallback(): void {
    if (first !== this) return;
    this.close();
    this.#handover?.panel?.rest();
    first = undefined;
    // A page that changes by script may have brought the next one before it took this one away.
    document.querySelector<BetweenSessions>("between-sessions")?.connectedCallback();
  }

  open(): void {
    this.#use("open");
  }

  close(): void {
    hide();
    this.#handover?.panel?.close();
    stored((storage) => storage.removeItem(OPEN));
  }

  ask(text: string): void {
    this.#use("ask", text);
  }

  get isOpen(): boolean {
    return isShown() || Boolean(this.#handover?.panel?.isOpen);
  }

  #build(): Handover {
    // A browser that is too old throws here, before anything on the page is hidden.
    const own = new CSSStyleSheet();
    const button = this.#button;
    const root = this.attachShadow({ mode: "open" });
    root.append(build("slot"), button);
    const style = (text: string, sheet = new CSSStyleSheet()): void => {
      sheet.replaceSync(text);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    };
    style(css, own);
    const language = languageOf(this);
    const words = WORDS[language];
    button.lang = language;
    button.textContent = this.getAttribute("label") || words.title!;
    // The second half of a double click is none.
    button.onclick = ({ detail }) => detail > 1 || (this.isOpen ? this.close() : this.open());
    addEventListener("hashchange", () => this.#onHash());
    // The same link a second time changes no hash.
    addEventListener("click", ({ target }) => {
      if ((target as Element).closest?.("a")?.href === location.href) this.#onHash();
    });
    return {
      root,
      base: (this.getAttribute("server") || home).replace(/\/(widget\/[^/]*)?$/, ""),
      language,
      words,
      build,
      style,
      numbers: () => this.#numbers(),
      tell: (what) =>
        this.dispatchEvent(
          new CustomEvent(`between-sessions:${what}`, { bubbles: true, composed: true }),
        ),
    };
  }

  // Copies of the links that everybody sees on the page.
  #numbers(): HTMLElement {
    const list = build("ul class=numbers");
    for (const one of this.querySelectorAll("a")) {
      if (!/^(tel|sms|https):/.test(one.href)) continue;
      const item = build("li\n a rel=noreferrer");
      const link = item.firstChild as HTMLAnchorElement;
      link.href = one.href;
      link.textContent = one.textContent;
      list.append(item);
    }
    return list;
  }

  async #use(what: "open" | "ask", text = ""): Promise<void> {
    const handover = this.#handover;
    if (!handover) return;
    this.#button.ariaBusy = "true";
    try {
      await load(handover);
      hide();
      if (this.isConnected) handover.panel![what](text);
    } catch {
      handover.tell("error");
      if (this.isConnected) {
        show(
          handover,
          () => this.#use(what, text),
          () => this.close(),
        );
      }
    }
    this.#button.ariaBusy = null;
  }

  #onHash(): void {
    const opener = this.getAttribute("open-on") ?? "#ask";
    if (opener && location.hash === opener && this.isConnected) this.open();
  }
}

// Where nothing may be kept, nothing was open before.
function stored<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
