// How the panel is loaded, on first use: one script, from one address, whole or not at all.

import type { Handover } from "./handover";

const PATIENCE = 15_000;

interface Policy {
  createScriptURL(given: string): string;
}

// Where this script came from, and what lets it run where scripts need a nonce.
const own = document.currentScript as HTMLScriptElement | null;
const nonce = own?.nonce ?? "";
export const home = own?.src ?? "";

let address = "";
let policy: Policy | undefined;

// A page with Trusted Types lets a script in by a policy; this one knows a single address.
function trusted(): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  policy ??= trustedTypes?.createPolicy("between-sessions", { createScriptURL: () => address });
  return policy?.createScriptURL("") ?? address;
}

// Who asks again meanwhile waits for the same script; after a failure it is fetched again.
export function load(handover: Handover): Promise<void> {
  handover.loading ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    const look = (): void => (handover.panel ? resolve() : reject());
    address = `${handover.base}/widget/${PANEL.file}`;
    Object.assign(script, PANEL, { handover, src: trusted(), crossOrigin: "anonymous", nonce });
    script.onload = script.onerror = look;
    setTimeout(look, PATIENCE);
    document.head.append(script);
  }).catch((error) => {
    delete handover.loading;
    throw error;
  });
  return handover.loading;
}
