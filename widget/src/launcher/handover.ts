// What the launcher hands to the panel, and what it gets back: two files of one build that load apart. It hangs on the
// panel's own <script>, so that nothing of it is global.

export type Language = "en" | "es";

export interface PanelApi {
  open(): void;
  close(): void;
  // Stops listening, until it is opened again.
  rest(): void;
  // Opens, and puts a text into the box; it never sends.
  ask(text: string): void;
  readonly isOpen: boolean;
}

export interface PanelScript extends HTMLScriptElement {
  handover: Handover;
}

export interface Handover {
  readonly root: ShadowRoot;
  // The gateway, without a slash at the end.
  readonly base: string;
  readonly language: Language;
  // The launcher's own words, in that language.
  readonly words: Record<string, string>;
  build(outline: string): HTMLElement;
  // Adds a style sheet.
  style(text: string): void;
  // The numbers that stand on the page, as a list.
  numbers(): HTMLElement;
  // Tells the page by an event.
  tell(what: string): void;
  loading?: Promise<void>;
  panel?: PanelApi;
}
