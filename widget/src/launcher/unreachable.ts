// In place of the panel, when it cannot be had: the numbers that stand on the page, and a retry.

import { build } from "./build";
import type { Handover } from "./handover";

const OUTLINE = `dialog#unreachable aria-labelledby=down
 h2#down
 button
 button`;

let shown: HTMLDialogElement | null = null;

export function isShown(): boolean {
  return Boolean(shown);
}

export function hide(): void {
  if (!shown) return;
  shown.onclose = null;
  shown.close();
  shown.remove();
  shown = null;
}

export function show(
  { root, words, numbers }: Handover,
  retry: () => void,
  gone: () => void,
): void {
  hide();
  const dialog = build(OUTLINE) as HTMLDialogElement;
  const [heading, again, close] = dialog.children as unknown as HTMLElement[];
  heading!.textContent = words.unreachable!;
  heading!.after(numbers());
  again!.textContent = words.retry!;
  again!.onclick = retry;
  close!.textContent = words.close!;
  close!.onclick = dialog.onclose = gone;
  shown = dialog;
  root.append(dialog);
  dialog.showModal();
}
