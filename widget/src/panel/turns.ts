// What is shown is shown in turn, and what is sent goes out in turn; and many things at once are
// done in batches between the frames, so that nothing else on the page has to wait for them.

const SLICE = 6; // Milliseconds of a batch; what it takes to draw it comes on top.
const HIDDEN = 100; // A tab in the background draws no frames.

type Turns = <T>(work: () => T | Promise<T>) => Promise<T>;

// One after the other; but nothing waits longer than this for what is before it.
export function turns(patience: number): Turns {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = turn.then(work);
    const late = () => new Promise((resolve) => setTimeout(resolve, patience));
    turn = turn.then(() => Promise.race([done, late()])).catch(() => {});
    return done;
  };
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
