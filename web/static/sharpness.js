// Keeps a square canvas at one pixel of its own for each pixel of the screen, whatever its size, the zoom or the screen.

export function keepSharp(canvas, redraw) {
  const fit = () => {
    const { left, right } = findPlace(canvas);
    const size = right - left;
    if (size === 0 || size === canvas.width) return;
    canvas.width = canvas.height = size;
    // At once: a canvas that was given a new size is empty.
    redraw();
  };
  new ResizeObserver(fit).observe(canvas);
  onResolutionChange(fit);
}

// Where the screen shows an element, in its pixels: at whole ones, which are next to where its box begins and ends.
export function findPlace(element) {
  const { left, top, right } = element.getBoundingClientRect();
  const round = (place) => Math.round(place * devicePixelRatio);
  return { left: round(left), top: round(top), right: round(right) };
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
