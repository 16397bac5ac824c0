// Turns pointer events (mouse, finger, pen) on a canvas into strokes.

export function connectPen(canvas, strokes, onChange) {
  let activePointer = null;

  canvas.addEventListener("pointerdown", (event) => {
    const isFirstFingerOrMainButton = event.isPrimary && event.button === 0;
    if (!isFirstFingerOrMainButton || activePointer !== null) return;
    // With capture, a stroke that leaves the board goes on, and its end is always noticed.
    canvas.setPointerCapture(event.pointerId);
    activePointer = event.pointerId;
    strokes.begin(locate(canvas, event));
    onChange();
  });

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== activePointer) return;
    for (const sample of allSamples(event)) strokes.extend(locate(canvas, sample));
    onChange();
  });

  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId === activePointer) activePointer = null;
    });
  }

  // Older iOS scrolls the page in spite of `touch-action: none`, unless the touch itself is refused.
  canvas.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
}

// A browser reports one move a frame, and keeps what happened in between (in secure contexts only).
function allSamples(event) {
  const samples = event.getCoalescedEvents?.() ?? [];
  return samples.length > 0 ? samples : [event];
}

function locate(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}
