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

// Ends early, too, when the network returns or the page is shown again, as then another try may succeed.
export async function rest(milliseconds, signal) {
  const over = new AbortController();
  addEventListener("online", () => over.abort(), { signal: over.signal });
  document.addEventListener("visibilitychange", () => document.hidden || over.abort(), { signal: over.signal });
  signal?.addEventListener("abort", () => over.abort(), { signal: over.signal });
  await sleep(milliseconds, over.signal);
  over.abort();
}
