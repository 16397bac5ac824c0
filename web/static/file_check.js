// Looks at a file before it is sent, and says in words what is wrong with it; the server looks again.

// By the ending of the name: what a person can do who has such a file.
const ADVICE = {
  heic: "Photos of this kind are read when they are exported as JPEG, or taken with “Most compatible” in the camera’s settings.",
  heif: "Photos of this kind are read when they are exported as JPEG, or taken with “Most compatible” in the camera’s settings.",
  pdf: "Take a screenshot of the page, or export it as PNG or JPEG.",
};
const GENERAL_ADVICE = "Save or export it as PNG or JPEG, then try again.";
const UNSUPPORTED = "urn:numberfigure:problem:unsupported-picture";

export function findFault(file, { maxBytes, types }) {
  if (file.size === 0) return "This file is empty.";
  if (file.size > maxBytes) {
    return `This file has ${formatSize(file.size)}; at most ${formatSize(maxBytes)} are read. Crop it to the number, or save it smaller.`;
  }
  // A file whose type the system does not know may be a picture all the same.
  const isKnown = file.type !== "" && file.type !== "application/octet-stream";
  return isKnown && !types.includes(file.type) ? adviseOn(file) : "";
}

// What the server refused, in words for the person who has the file.
export function describeRefusal(error, file) {
  return error.type === UNSUPPORTED ? adviseOn(file) : error.message;
}

function adviseOn({ name }) {
  const ending = name.toLowerCase().split(".").at(-1);
  return `This is not a picture that can be read. ${ADVICE[ending] ?? GENERAL_ADVICE}`;
}

function formatSize(bytes) {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
