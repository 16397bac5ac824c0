// Writes a canvas as a PNG of 8-bit greys: a canvas's own PNG has four channels and costs the worker more to decode.

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

export async function encodeGreyPng(canvas) {
  // Without this stream (before 2023) the canvas's own PNG is good enough.
  if (!("CompressionStream" in window)) return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const { width, height } = canvas;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  view.setUint8(8, 8); // Bits a pixel; the zeros after it say grey, deflate, standard filters, not interlaced.
  const pixels = await deflate(greyRows(canvas));
  return new Blob([SIGNATURE, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", new Uint8Array(0))], {
    type: "image/png",
  });
}

// Each row begins with the number of its filter: 0, none. As the ink is grey, its red channel says it all.
function greyRows(canvas) {
  const { width, height } = canvas;
  const rgba = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = rgba[(y * width + x) * 4];
  }
  return rows;
}

async function deflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// A chunk is the length of its content, its type, its content, and the checksum of the latter two.
function chunk(type, content) {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
