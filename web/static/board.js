// The draw-board: its canvas, its three buttons, and what it tells.

import { drawInk } from "./ink.js";
import { connectPen } from "./pen.js";
import { keepSharp } from "./sharpness.js";
import { Strokes } from "./strokes.js";
import { SubmissionError, submitDrawing } from "./submit.js";

const canvas = document.querySelector("#board");
const readButton = document.querySelector("#read");
const undoButton = document.querySelector("#undo");
const clearButton = document.querySelector("#clear");
const statusRegion = document.querySelector("#board-status");
const alertRegion = document.querySelector("#board-alert");

const strokes = new Strokes();
let isSending = false;
let frameRequest = null;

// Many moves of the pointer may come within one frame, which shows them all in one go.
function redrawSoon() {
  frameRequest ??= requestAnimationFrame(() => {
    frameRequest = null;
    drawInk(canvas, strokes);
  });
}

function updateButtons() {
  readButton.disabled = isSending;
  undoButton.disabled = clearButton.disabled = isSending || strokes.isEmpty;
}

function onDrawingChanged() {
  alertRegion.textContent = "";
  updateButtons();
  redrawSoon();
}

function setSending(sending) {
  isSending = sending;
  statusRegion.textContent = sending ? "Sending…" : "";
  updateButtons();
}

async function read() {
  if (strokes.isEmpty) {
    alertRegion.textContent = "Draw a number first";
    return;
  }
  alertRegion.textContent = "";
  setSending(true);
  try {
    location.assign(await submitDrawing(strokes));
  } catch (error) {
    if (!(error instanceof SubmissionError)) throw error;
    alertRegion.textContent = error.message;
    setSending(false);
  }
}

connectPen(canvas, strokes, onDrawingChanged);
keepSharp(canvas, () => drawInk(canvas, strokes));
readButton.addEventListener("click", read);
undoButton.addEventListener("click", () => {
  strokes.undo();
  onDrawingChanged();
});
clearButton.addEventListener("click", () => {
  strokes.clear();
  onDrawingChanged();
});
// Going back shows this page as it was left, which was while it was sending.
addEventListener("pageshow", () => setSending(false));
