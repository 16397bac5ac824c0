// Keeps a canvas at one pixel of its own for each pixel of the screen, whatever its size, the zoom or the screen.

export function keepSharp(canvas, redraw) {
  const fit = () => {
    const size = Math.round(canvas.clientWidth * devicePixelRatio);
    if (size === 0 || size === canvas.width) return;
    canvas.width = canvas.height = size;
    redraw();
  };
  new ResizeObserver(fit).observe(canvas);
  onResolutionChange(fit);
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
