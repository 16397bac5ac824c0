// What was drawn, with all that undo and redo need. A point is { x, y } in 0…1 of the board, so that a drawing fits a
// board of any size.

// A version is what undo and redo go between: its strokes, and the entry of the history that it belongs to. An entry
// knows the prediction that shows it there, once there is one.
function beginEntry(id = null) {
  return { id };
}

export class Drawing {
  #versions = [{ strokes: [], entry: beginEntry() }];
  #present = 0;

  get version() {
    return this.#versions[this.#present];
  }

  get strokes() {
    return this.version.strokes;
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  get canUndo() {
    return this.#present > 0;
  }

  get canRedo() {
    return this.#present < this.#versions.length - 1;
  }

  // Returns the stroke, to which the pen adds its points. If it is undone meanwhile, they are drawn on nothing.
  begin(point) {
    const stroke = [point];
    this.#add({ strokes: [...this.strokes, stroke], entry: this.version.entry });
    return stroke;
  }

  // What is drawn after this is another number, and gets an entry of its own.
  clear() {
    if (!this.isEmpty) this.#add({ strokes: [], entry: beginEntry() });
  }

  undo() {
    if (this.canUndo) this.#present--;
  }

  redo() {
    if (this.canRedo) this.#present++;
  }

  // Takes up a drawing that was kept, which can be undone stroke by stroke.
  restore({ strokes, entryId }) {
    const entry = beginEntry(entryId);
    this.#versions = [...Array(strokes.length + 1).keys()].map((count) => ({ strokes: strokes.slice(0, count), entry }));
    this.#present = strokes.length;
  }

  #add(version) {
    this.#versions.splice(this.#present + 1, Infinity, version);
    this.#present++;
  }
}
