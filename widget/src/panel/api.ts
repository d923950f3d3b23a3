// Requests to the gateway, and what went wrong with them.

import { base } from "./stage";
import type { Failure } from "./types";
import { spoken, wordsIn } from "./words";

export const API = `${base}/v1/conversations`;
const TIMEOUT = 10000;

export interface Options {
  method?: string;
  token?: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

export class Failed extends Error {
  constructor(
    readonly status: number,
    readonly body: Failure = {},
  ) {
    const { message, message_es: spanish } = body.error ?? {};
    super((spoken === "es" && spanish) || message || wordsIn(spoken).unreachable);
  }

  get gone(): boolean {
    return [401, 404, 410].includes(this.status);
  }
}

// What was thrown; an answer that nobody can read is as good as none.
export function failure(thrown: unknown): Failed {
  if (thrown instanceof Failed) return thrown;
  console.error(thrown);
  return new Failed(0);
}

// With a body it is a POST.
export async function call(
  path: string,
  {
    token = "",
    body,
    method = body ? "POST" : "GET",
    signal = AbortSignal.timeout(TIMEOUT),
  }: Options,
): Promise<Response> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const response = await fetch(path, {
    method,
    headers,
    signal,
    body: JSON.stringify(body) ?? null,
    credentials: "omit",
  }).catch(() => {
    throw new Failed(0);
  });
  if (response.ok) return response;
  throw new Failed(response.status, await response.json().catch(() => undefined));
}

// Outside of https: there is no `crypto.randomUUID`; an address of a blob ends in one as well.
export function uuid(): string {
  return URL.createObjectURL(new Blob()).slice(-36);
}
