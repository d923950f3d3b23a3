// Requests to the gateway, and what went wrong with them.

import { spanishHelp } from "./language.js";
import { spoken, wordsIn } from "./words.js";

export const API = "/v1/conversations";
const TIMEOUT = 10000;

export class Failed extends Error {
  constructor(status, body) {
    const { message, message_es: spanish } = body?.error || {};
    super((spoken === "es" && spanish) || message || wordsIn(spoken).unreachable);
    this.spanish = spanish;
    this.status = status;
    this.code = body?.error?.code || "";
    this.card = body?.card || null;
    this.desk = body?.desk || null;
    this.help = body?.help ? (spoken === "es" && spanishHelp) || body.help : null;
  }

  get gone() {
    return [401, 404, 410].includes(this.status);
  }
}

export async function call(path, options = {}) {
  const headers = { ...(options.headers || {}) };
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  if (options.body) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method: options.method || "GET",
      headers,
      body: options.body && JSON.stringify(options.body),
      signal: options.signal || AbortSignal.timeout(TIMEOUT),
      credentials: "omit",
      cache: "no-store",
    });
  } catch {
    throw new Failed(0, null);
  }
  if (response.ok) return response;
  throw new Failed(response.status, await response.json().catch(() => null));
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const h = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
}
