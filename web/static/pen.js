// Turns pointer events (mouse, finger, pen) on a canvas into strokes.

import { findPlace } from "./sharpness.js";

export function connectPen(canvas, drawing, { onChange, onEnd }) {
  // The pointer that draws, and its stroke.
  let pointer = null;
  let stroke = null;

  canvas.addEventListener("pointerdown", (event) => {
    const isFirstFingerOrMainButton = event.isPrimary && event.button === 0;
    if (!isFirstFingerOrMainButton) return;
    // Who draws with a pen rests the hand on the board: a pen takes over from a finger, and never a finger from a pen.
    if (pointer !== null) {
      if (event.pointerType !== "pen" || pointer.type === "pen") return;
      drawing.undo();
    }
    capture(canvas, event.pointerId);
    pointer = { id: event.pointerId, type: event.pointerType };
    stroke = drawing.begin(locate(canvas, event));
    onChange();
  });

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer?.id) return;
    // The button was let go where no browser sees it, for instance over a dialog of the system.
    if (event.pointerType === "mouse" && event.buttons === 0) return end();
    for (const sample of allSamples(event)) stroke.push(locate(canvas, sample));
    onChange();
  });

  canvas.addEventListener("pointerup", (event) => {
    if (event.pointerId !== pointer?.id) return;
    stroke.push(locate(canvas, event));
    end();
  });

  // The system takes the pointer away, for instance when the screen is turned. What was drawn stays.
  for (const loss of ["pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(loss, (event) => {
      if (event.pointerId === pointer?.id) end();
    });
  }

  function end() {
    pointer = stroke = null;
    onChange();
    onEnd();
  }

  // Older iOS scrolls the page in spite of `touch-action: none`, unless the touch itself is refused.
  canvas.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
  // A long press is a slow stroke, and no wish for a menu.
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  return { isDown: () => pointer !== null };
}

// With capture, a stroke that leaves the board goes on, and its end is always noticed.
function capture(canvas, pointerId) {
  try {
    canvas.setPointerCapture(pointerId);
  } catch {
    // The pointer is gone again, or a script made it up: then it draws while it is over the board.
  }
}

// A browser reports one move a frame, and keeps what happened in between (in secure contexts only).
function allSamples(event) {
  const samples = event.getCoalescedEvents?.() ?? [];
  return samples.length > 0 ? samples : [event];
}

// In parts of the board.
function locate(canvas, event) {
  const { left, top } = findPlace(canvas);
  return {
    x: (event.clientX * devicePixelRatio - left) / canvas.width,
    y: (event.clientY * devicePixelRatio - top) / canvas.height,
  };
}
