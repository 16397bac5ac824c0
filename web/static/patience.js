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

// Ends early when the network returns or the page is shown again, as then another try may succeed.
export function rest(milliseconds) {
  return new Promise((resolve) => {
    const over = new AbortController();
    const wake = () => {
      over.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    addEventListener("online", wake, { signal: over.signal });
    document.addEventListener("visibilitychange", () => document.hidden || wake(), { signal: over.signal });
  });
}
