// The draw-board: its paper, its buttons, and what it tells.

import { describeWaiting, showAnswer } from "./answer.js";
import { isFinal } from "./api.js";
import { Drawing } from "./drawing.js";
import { findDrawing, findLive, keepDrawing, keepLive } from "./keeping.js";
import { Paper } from "./paper.js";
import { connectPen } from "./pen.js";
import { connectShortcuts } from "./shortcuts.js";
import { Tries } from "./tries.js";

// Long enough for a hand to begin the next stroke of a 4 or 5, short enough to feel prompt.
const PAUSE = 350;

const canvas = document.querySelector("#board");
const readButton = document.querySelector("#read");
const undoButton = document.querySelector("#undo");
const redoButton = document.querySelector("#redo");
const clearButton = document.querySelector("#clear");
const liveSwitch = document.querySelector("#live");
const answerRegion = document.querySelector("#board-answer");
const alertRegion = document.querySelector("#board-alert");
const hint = answerRegion.textContent;

const drawing = new Drawing();
const paper = new Paper(canvas, drawing);
const tries = new Tries({ show, tell });
const pen = connectPen(canvas, drawing, { onChange: showDrawing, onEnd: readAfterPause });
let pauseTimer = null;
let isOpened = false;

function showDrawing() {
  clearTimeout(pauseTimer);
  paper.redrawSoon();
  undoButton.disabled = !drawing.canUndo;
  redoButton.disabled = !drawing.canRedo;
  clearButton.disabled = drawing.isEmpty;
  markOld();
}

// The answer to an older version stays until there is a new one, but is not to be taken for it.
function markOld() {
  answerRegion.classList.toggle("is-old", !tries.isOf(drawing.version));
}

function keep() {
  keepDrawing(drawing.version, { isRead: tries.isOf(drawing.version), isOpened });
}

function show(prediction) {
  alertRegion.textContent = "";
  markOld();
  keep();
  if (isFinal(prediction)) showAnswer(answerRegion, prediction);
  else answerRegion.textContent = describeWaiting(prediction);
}

function tell(words) {
  alertRegion.textContent = `${words} Your drawing is kept.`;
}

function readAfterPause() {
  isOpened = false;
  keep();
  clearTimeout(pauseTimer);
  if (liveSwitch.checked && !drawing.isEmpty) pauseTimer = setTimeout(readNow, PAUSE);
}

function readNow() {
  if (!pen.isDown()) tries.read(drawing.version);
}

// Undo, redo and clear.
function change(step) {
  step();
  alertRegion.textContent = "";
  if (drawing.isEmpty) {
    tries.giveUp();
    answerRegion.textContent = hint;
  }
  showDrawing();
  readAfterPause();
}

async function openResult() {
  if (drawing.isEmpty) {
    alertRegion.textContent = "Draw a number first.";
    return;
  }
  clearTimeout(pauseTimer);
  const prediction = await tries.read(drawing.version);
  if (!prediction) return;
  isOpened = true;
  keep();
  location.assign(prediction.urls.web);
}

const undo = () => change(() => drawing.undo());
const redo = () => change(() => drawing.redo());
const clear = () => change(() => drawing.clear());
undoButton.addEventListener("click", undo);
redoButton.addEventListener("click", redo);
clearButton.addEventListener("click", clear);
readButton.disabled = false;
readButton.addEventListener("click", openResult);
connectShortcuts({ undo, redo, clear });

liveSwitch.checked = findLive();
liveSwitch.addEventListener("change", () => {
  keepLive(liveSwitch.checked);
  readAfterPause();
});

const kept = findDrawing();
if (kept) drawing.restore(kept);
if (kept?.isRead) tries.resume(drawing.version);
else readAfterPause();
showDrawing();
