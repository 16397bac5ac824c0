// Ways to wait that take heed of the network and of whether anyone looks at the page.

export function untilShown() {
  return new Promise((resolve) => {
    const check = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", check);
      resolve();
    };
    document.addEventListener("visibilitychange", check);
    check();
  });
}

// Ends early when the signal is aborted.
export function sleep(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

// Ends early, too, when another try may succeed: the network is back, or the page is shown again after sleep or by Back.
export async function rest(milliseconds, signal) {
  const over = new AbortController();
  const wake = () => over.abort();
  addEventListener("online", wake, { signal: over.signal });
  addEventListener("pageshow", wake, { signal: over.signal });
  document.addEventListener("visibilitychange", () => document.hidden || wake(), { signal: over.signal });
  signal?.addEventListener("abort", wake, { signal: over.signal });
  await sleep(milliseconds, over.signal);
  over.abort();
}

// Pauses between tries: each longer than the one before up to a bound, and never the same for all who lost one server.
export class Pauses {
  #next;

  constructor(first, longest) {
    this.first = first;
    this.longest = longest;
    this.reset();
  }

  reset() {
    this.#next = this.first;
  }

  rest(signal) {
    const pause = this.#next * (0.75 + Math.random() / 2);
    this.#next = Math.min(this.#next * 2, this.longest);
    return rest(pause, signal);
  }
}
