// Small parts of a page. Text only ever as text.

export function byId(id) {
  return document.getElementById(id);
}

export function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

export function button(text, className, onClick) {
  const element = make("button", text, className);
  element.type = "button";
  if (onClick) element.addEventListener("click", onClick);
  return element;
}

function line(tag, text) {
  const element = make(tag, text);
  element.dir = "auto";
  return element;
}

// Blank lines divide paragraphs; in texts that are written for it, lines that start with "- " are
// a list.
export function paragraphs(parent, text, lists = true) {
  for (const block of String(text).split(/\n{2,}/)) {
    if (!block.trim()) continue;
    if (!lists || !/^- /m.test(block)) {
      parent.append(line("p", block.trim()));
      continue;
    }
    let ul = null;
    for (const one of block.trim().split("\n")) {
      if (!one.startsWith("- ")) parent.append(line("p", one));
      else {
        if (!ul || parent.lastChild !== ul) parent.append((ul = make("ul", "", "list")));
        ul.append(line("li", one.slice(2)));
      }
    }
  }
}

export function link(href, text) {
  const a = make("a", text);
  a.href = href;
  a.rel = "noreferrer";
  return a;
}

export function digits(number) {
  return String(number).replace(/[^0-9+]/g, "");
}

export function safeAddress(address) {
  const given = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  try {
    return ["https:", "http:"].includes(new URL(given).protocol) ? given : null;
  } catch {
    return null;
  }
}

// A path of this site in a folder of it, or null.
export function ownAddress(address, folder) {
  if (!String(address).startsWith(folder)) return null;
  try {
    const { origin, pathname, search } = new URL(address, location.origin);
    // A path that climbs out of the folder has another beginning by now.
    return origin === location.origin && pathname.startsWith(folder) ? pathname + search : null;
  } catch {
    return null;
  }
}
