// Draws strokes as black ink on white paper, on a square canvas of any size.

// The pen's width as a share of the board. After the server has fitted a digit into 20 × 20 pixels, this is close to
// the width of MNIST's pens; a thinner pen would fade there.
const PEN_WIDTH = 1 / 12;

export function drawInk(canvas, strokes) {
  const size = canvas.width;
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, size, size);
  context.strokeStyle = "black";
  context.lineWidth = size * PEN_WIDTH;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    tracePath(context, stroke.map(({ x, y }) => ({ x: x * size, y: y * size })));
    context.stroke();
  }
}

// A curve bends towards each point and passes through the middle between neighbours, which leaves no elbows where
// the pointer was fast. It begins and ends exactly at the first and the last point.
function tracePath(context, points) {
  const last = points.at(-1);
  context.moveTo(points[0].x, points[0].y);
  for (let i = 1; i < points.length - 1; i++) {
    const [point, next] = [points[i], points[i + 1]];
    context.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
  }
  // For a tap this line has no length, and its round caps make a dot.
  context.lineTo(last.x, last.y);
}
