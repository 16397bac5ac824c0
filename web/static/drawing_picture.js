// Makes the picture that is sent of a drawing.

import { encodeGreyPng } from "./grey_png.js";
import { drawInk, drawPaper } from "./ink.js";

// Ten times the 28 pixels that the CNN sees: plenty for a fine picture of it, and quick to send and to decode.
const SIZE = 280;

const canvas = document.createElement("canvas");
canvas.width = canvas.height = SIZE;
// Its pixels are read each time, so they are better kept where they can be read.
canvas.getContext("2d", { willReadFrequently: true });

export function pictureOf(strokes) {
  drawPaper(canvas);
  drawInk(canvas, strokes);
  return encodeGreyPng(canvas);
}
