// Sends a drawing to the API and says where its answer can be seen.

import { encodeGreyPng } from "./grey_png.js";
import { drawInk } from "./ink.js";

// Ten times the 28 pixels that the CNN sees: plenty for a fine picture of it, and quick to send and to decode.
const DRAWING_SIZE = 280;

export class SubmissionError extends Error {}

export async function submitDrawing(strokes) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = DRAWING_SIZE;
  drawInk(canvas, strokes);
  const form = new FormData();
  form.append("file", await encodeGreyPng(canvas), "drawing.png");
  const response = await post(form);
  if (!response.ok) throw new SubmissionError(await describeProblem(response));
  return (await response.json()).urls.web;
}

async function post(form) {
  try {
    // Most answers are there at once: then the page to go to shows one, and need not wait itself.
    return await fetch("/v1/predictions", { method: "POST", headers: { Prefer: "wait=2" }, body: form });
  } catch {
    throw new SubmissionError("Numberfigure cannot be reached. Check the connection, then press Read again.");
  }
}

async function describeProblem(response) {
  try {
    const { title, detail } = await response.json();
    return `${title}: ${detail}`;
  } catch {
    return `The drawing was not accepted (error ${response.status}). Please try again.`;
  }
}
