// An answer in a few words, as the board and the list of uploads show it.

const DOUBTS = {
  blank: "It looks blank.",
  low_contrast: "The ink hardly differs from the paper.",
  not_a_digit: "This may not be a digit.",
  uncertain: "Not certain.",
};
// From this on an answer is said to be sure as "> 99.9 %", never as 100 %.
const NEARLY_CERTAIN = 0.999;
// Who waits for less than so many seconds need not know of a queue.
const SHORT = 2;

// What is told while there is no answer.
export function describeWaiting({ status, queue }) {
  if (status === "processing" || !queue) return "Being read…";
  const { position, eta_seconds: seconds } = queue;
  if (position === 1 && seconds < SHORT) return "Being read…";
  const place = `Number ${position} in the queue`;
  // There is no estimate while no worker has told its pace, be it that none is there.
  return seconds === null ? `${place}.` : `${place}, about ${Math.ceil(seconds)} s to go.`;
}

// Shows a finished prediction in an element.
export function showAnswer(element, prediction) {
  const { number, digits, error, status, urls, warnings } = prediction;
  const parts = [];
  if (number) {
    const strong = document.createElement("strong");
    strong.dataset.testid = "number";
    strong.textContent = number;
    parts.push(strong, ` ${describeConfidence(digits)}`);
  } else {
    parts.push(status === "succeeded" ? "No digit was found." : (error?.detail ?? "It was not read."));
  }
  const doubts = warnings.filter((warning) => number || warning !== "not_a_digit").map((each) => DOUBTS[each] ?? each);
  if (doubts.length > 0) parts.push(` ${doubts.join(" ")}`);
  const link = document.createElement("a");
  link.href = urls.web;
  link.textContent = "Details";
  parts.push(" ", link);
  element.replaceChildren(...parts);
}

// A number is as sure as the least sure of its digits.
function describeConfidence(digits) {
  const confidence = Math.min(...digits.map((digit) => digit.confidence));
  return confidence > NEARLY_CERTAIN ? "> 99.9\u00a0% sure." : `${(confidence * 100).toFixed(1)}\u00a0% sure.`;
}
