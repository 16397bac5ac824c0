// Shows a drawing on a canvas, at one pixel of the canvas for each pixel of the screen.

import { drawInk, drawPaper } from "./ink.js";
import { keepSharp } from "./sharpness.js";

export class Paper {
  #canvas;
  #drawing;
  // The strokes that are finished, drawn once; a long drawing would otherwise be drawn anew with every move.
  #finished = document.createElement("canvas");
  #drawn = [];
  #frameRequest = null;

  constructor(canvas, drawing) {
    this.#canvas = canvas;
    this.#drawing = drawing;
    // What is not transparent is put on the screen faster.
    canvas.getContext("2d", { alpha: false });
    keepSharp(canvas, () => this.#redraw());
  }

  // Many moves of the pointer may come within one frame, which shows them all in one go.
  redrawSoon() {
    this.#frameRequest ??= requestAnimationFrame(() => this.#redraw());
  }

  #redraw() {
    cancelAnimationFrame(this.#frameRequest);
    this.#frameRequest = null;
    const strokes = this.#drawing.strokes;
    this.#finish(strokes.slice(0, -1));
    const context = this.#canvas.getContext("2d");
    if (this.#canvas.width > 0) context.drawImage(this.#finished, 0, 0);
    drawInk(this.#canvas, strokes.slice(-1));
  }

  // Adds what is new; begins anew when the size has changed, or a stroke is gone.
  #finish(strokes) {
    const size = this.#canvas.width;
    const goesOn = this.#finished.width === size && this.#drawn.every((stroke, index) => stroke === strokes[index]);
    if (!goesOn) {
      this.#finished.width = this.#finished.height = size;
      drawPaper(this.#finished);
      this.#drawn = [];
    }
    drawInk(this.#finished, strokes.slice(this.#drawn.length));
    this.#drawn = strokes;
  }
}
