// What is shown is shown in turn; and many things at once in batches between the frames, so that
// nothing else on the page has to wait for them.

const SLICE = 6; // Milliseconds of a batch; what it takes to draw it comes on top.
const HIDDEN = 100; // A tab in the background draws no frames.

let turn: Promise<unknown> = Promise.resolve();

export function inTurn(work: () => unknown): Promise<unknown> {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
}

export async function inBatches<T>(all: T[], put: (one: T) => void): Promise<void> {
  let end = performance.now() + SLICE;
  for (const one of all) {
    if (performance.now() > end) {
      await new Promise((resolve) => {
        setTimeout(resolve, HIDDEN);
        requestAnimationFrame(resolve);
      });
      end = performance.now() + SLICE;
    }
    put(one);
  }
}
