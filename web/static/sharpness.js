// Keeps a canvas at one pixel of its own for each pixel of the screen, whatever its size, the zoom or the screen.

export function keepSharp(canvas, redraw) {
  const fit = (size) => {
    if (size === 0 || size === canvas.width) return;
    canvas.width = canvas.height = size;
    // At once: a canvas that was given a new size is empty.
    redraw();
  };
  const observer = new ResizeObserver(([{ devicePixelContentBoxSize: exact }]) => {
    fit(exact ? exact[0].inlineSize : measure(canvas));
  });
  try {
    // Tells the very number of pixels, and also when only the screen's resolution has changed.
    observer.observe(canvas, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(canvas);
    onResolutionChange(() => fit(measure(canvas)));
  }
}

function measure(canvas) {
  return Math.round(canvas.clientWidth * devicePixelRatio);
}

// A media query can only tell that the present resolution is left, so each change asks for the next one.
function onResolutionChange(callback) {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
    "change",
    () => {
      callback();
      onResolutionChange(callback);
    },
    { once: true },
  );
}
