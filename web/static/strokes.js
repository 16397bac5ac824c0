// What was drawn: strokes of points, each point in 0…1 of the board, so that a drawing fits a board of any size.

export class Strokes {
  #strokes = [];

  get isEmpty() {
    return this.#strokes.length === 0;
  }

  begin(point) {
    this.#strokes.push([point]);
  }

  extend(point) {
    this.#strokes.at(-1).push(point);
  }

  undo() {
    this.#strokes.pop();
  }

  clear() {
    this.#strokes = [];
  }

  [Symbol.iterator]() {
    return this.#strokes.values();
  }
}
