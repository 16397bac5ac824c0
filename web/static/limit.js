// Runs at most so many tasks at once; the others wait for their turn, in order.

export function limitTo(most) {
  const waiting = [];
  let running = 0;

  return async function runInTurn(task) {
    if (running === most) await new Promise((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // The place goes to the next one, or is free again.
      if (next) next();
      else running--;
    }
  };
}
