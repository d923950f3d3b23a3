// Whom to turn to: names, and something to press for each way to reach them.

import { digits, link, make, safeAddress } from "./dom.js";
import { wordsIn } from "./words.js";

export function resources(list, notes = true, language = "en") {
  const ul = make("ul", "", "numbers");
  for (const one of list || []) {
    const li = make("li");
    const ways = one.contacts ? contactsOf(one.contacts) : waysOf(one, language);
    li.append(make("strong", one.name), " ", ways);
    const note = [one.hours, one.note].filter(Boolean).join(" ");
    if (note && notes) li.append(" ", make("span", note, "note"));
    ul.append(li);
  }
  return ul;
}

// A card says in its own language what is on its links.
function contactsOf(contacts) {
  const ways = make("span", "", "ways");
  for (const one of contacts) {
    const direct = /^(tel|sms):/.test(one.address || "");
    const address = direct ? one.address : one.address && safeAddress(one.address);
    ways.append(address ? link(address, one.label) : make("span", one.label), " ");
  }
  return ways;
}

function waysOf(one, language) {
  const ways = make("span", "", "ways");
  const said = wordsIn(language);
  if (one.call) {
    const words = one.press ? said.press(one.call, one.press) : said.call(one.call);
    ways.append(link(`tel:${digits(one.call)}`, words), " ");
  }
  if (one.text) {
    const words = one.text_body ? said.word(one.text, one.text_body) : said.text(one.text);
    const body = one.text_body ? `?&body=${encodeURIComponent(one.text_body)}` : "";
    ways.append(link(`sms:${digits(one.text)}${body}`, words), " ");
  }
  const chat = one.chat && safeAddress(one.chat);
  if (chat) ways.append(link(chat, "Chat"));
  return ways;
}

export function helpList(help) {
  const list = [...(help.numbers || [])];
  if (help.practice) list.push({ name: help.practice.name, call: help.practice.phone });
  const ul = resources(list, false, help.language);
  if (help.language) ul.lang = help.language;
  return ul;
}
