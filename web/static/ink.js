// Draws strokes as black ink on white paper, on a square canvas of any size.

// The pen's width as a share of the board. Digits of a tenth to nearly the whole of the board are read well with it:
// with half as wide a pen too, but with twice its width small ones close up.
const PEN_WIDTH = 1 / 28;
// A turn between two segments that are both longer than this was meant as a corner; shorter ones are a hand's tremor.
const LONG_SEGMENT = 1 / 120;
const SHARPEST_BEND = Math.cos(Math.PI / 3);

export function drawPaper(canvas) {
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
}

export function drawInk(canvas, strokes) {
  const size = canvas.width;
  const context = canvas.getContext("2d");
  context.strokeStyle = context.fillStyle = "black";
  context.lineWidth = size * PEN_WIDTH;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    if (isDot(stroke)) {
      context.arc(stroke[0].x * size, stroke[0].y * size, context.lineWidth / 2, 0, 2 * Math.PI);
      context.fill();
    } else {
      tracePath(context, stroke, size);
      context.stroke();
    }
  }
}

// A line without length is drawn by some browsers, and by others not.
function isDot([first, ...others]) {
  return others.every(({ x, y }) => x === first.x && y === first.y);
}

// A curve bends towards each point and passes through the middle between neighbours, which leaves no elbows where
// the pointer was fast. It begins and ends exactly at the first and the last point, and goes through corners.
function tracePath(context, points, size) {
  const last = points.at(-1);
  context.moveTo(points[0].x * size, points[0].y * size);
  for (let i = 1; i < points.length - 1; i++) {
    const [before, point, next] = [points[i - 1], points[i], points[i + 1]];
    if (isCorner(before, point, next)) {
      context.lineTo(point.x * size, point.y * size);
    } else {
      const middle = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
      context.quadraticCurveTo(point.x * size, point.y * size, middle.x * size, middle.y * size);
    }
  }
  context.lineTo(last.x * size, last.y * size);
}

function isCorner(before, point, next) {
  const [x1, y1, x2, y2] = [point.x - before.x, point.y - before.y, next.x - point.x, next.y - point.y];
  const lengths = [Math.hypot(x1, y1), Math.hypot(x2, y2)];
  if (Math.min(...lengths) < LONG_SEGMENT) return false;
  return x1 * x2 + y1 * y2 < SHARPEST_BEND * lengths[0] * lengths[1];
}
