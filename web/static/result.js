// Waits for a prediction's answer, then shows the page as the server renders it by now: there is one renderer only.

import { rest, untilShown } from "./patience.js";

const SHORT_REST = 1_000;
const LONGEST_REST = 15_000;
// Longer than the server holds a reply. After a laptop's sleep a connection may be dead without anyone saying so.
const REPLY_DEADLINE = 20_000;

const prediction = document.querySelector("#prediction");
const answer = document.querySelector("#prediction-answer");
const details = document.querySelector("#prediction-details");

async function followPrediction() {
  let pause = SHORT_REST;
  while (prediction.dataset.final === "false") {
    await untilShown();
    try {
      await get(prediction.dataset.wait);
      await showPageAgain();
      pause = SHORT_REST;
    } catch {
      answer.textContent = "No answer from the server at the moment. This page tries again by itself.";
      pause = Math.min(pause * 2, LONGEST_REST);
    }
    if (prediction.dataset.final === "false") await rest(pause);
  }
}

async function get(url) {
  const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(REPLY_DEADLINE) });
  // Erased meanwhile: the server's page says so.
  if (response.status === 404) location.reload();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

async function showPageAgain() {
  const response = await get(location.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of [answer, details]) {
    const newPart = page.getElementById(part.id);
    // The same words stay untouched: a live region filled anew is announced anew, and a link in it loses the focus.
    if (newPart.textContent !== part.textContent) part.replaceChildren(...newPart.childNodes);
  }
  document.title = page.title;
  prediction.dataset.final = page.querySelector("#prediction").dataset.final;
}

followPrediction();
