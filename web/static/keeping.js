// What the board remembers: the drawing for as long as the tab is open, and the switch for good.

const DRAWING = "numberfigure.drawing";
const LIVE = "numberfigure.live";
// Places are kept to a ten-thousandth of the board, far below a pixel.
const PRECISION = 10_000;

// `isRead` says whether the entry's prediction is of just these strokes, and `isOpened` whether its result was opened.
export function keepDrawing({ strokes, entry }, { isRead, isOpened }) {
  const places = strokes.map((stroke) => stroke.flatMap(({ x, y }) => [roundPlace(x), roundPlace(y)]));
  write(sessionStorage, DRAWING, { places, entryId: entry.id, isRead: isRead && entry.id !== null, isOpened });
}

// A drawing whose result was opened is there for those who go back to it; a fresh visit begins a fresh one.
export function findDrawing() {
  const kept = read(sessionStorage, DRAWING);
  const isFreshVisit = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (!kept?.places?.length || (kept.isOpened && isFreshVisit)) return null;
  return { strokes: kept.places.map(toStroke), entryId: kept.entryId, isRead: kept.isRead };
}

export function keepLive(isLive) {
  write(localStorage, LIVE, isLive);
}

export function findLive() {
  return read(localStorage, LIVE) ?? true;
}

function roundPlace(place) {
  return Math.round(place * PRECISION);
}

function toStroke(places) {
  const stroke = [];
  for (let i = 0; i < places.length; i += 2) stroke.push({ x: places[i] / PRECISION, y: places[i + 1] / PRECISION });
  return stroke;
}

// A browser may forbid storage, or have none left: then nothing is remembered.
function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
