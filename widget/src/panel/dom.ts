// Small parts of a page. Text only ever as text.

import { base } from "./stage";
import type { Maybe } from "./types";

const SAFE = /^(https|tel|sms|mailto):/;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  text?: string | null,
  className?: string,
  ...parts: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(text ?? "", ...parts);
  return element;
}

export function button(text: string, className?: string, onClick?: () => void): HTMLButtonElement {
  const element = make("button", text, className);
  element.type = "button";
  if (onClick) element.addEventListener("click", onClick);
  return element;
}

// Only for who listens.
export function unseen(text: string): HTMLElement {
  return make("span", text, "unseen");
}

// Blank lines divide paragraphs; in texts that are written for it, lines that start with "- " are
// a list.
export function paragraphs(parent: HTMLElement, text: string, lists = true): void {
  let list: HTMLElement | null = null;
  for (const one of text.split(lists ? /\n{2,}|\n(?=- )/ : /\n{2,}/)) {
    const words = one.trim();
    const item = lists && words.startsWith("- ");
    if (!item) list = null;
    else if (!list) {
      list = make("ul", "", "list");
      parent.append(list);
    }
    const line = item ? make("li", words.slice(2)) : make("p", words);
    line.dir = "auto";
    if (words) (list ?? parent).append(line);
  }
}

export function link(href: string, text: string): HTMLAnchorElement {
  return Object.assign(make("a", text), { href, rel: "noopener noreferrer" });
}

// An address that may be linked, or null; without a scheme it is one of the web.
export function safeAddress(address: string): string | null {
  const given = /^[a-z]+:/i.test(address) ? address : `https://${address}`;
  try {
    return SAFE.test(new URL(given).protocol) ? given : null;
  } catch {
    return null;
  }
}

// The whole address of a path of the gateway's in a folder of it, or null.
export function ownAddress(path: Maybe<string>, folder: string): string | null {
  if (!path?.startsWith(folder)) return null;
  const { href } = new URL(base + path);
  // A path that climbs out of the folder has another beginning by now.
  return href.startsWith(new URL(base + folder).href) ? href : null;
}
