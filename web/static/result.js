// The result page: waits for the answer, whatever happens meanwhile, and sends corrections without leaving the page.

import { Pauses, untilShown } from "./patience.js";
import { RefusalError, get, readPage, renew } from "./renewal.js";
import { offerCopy } from "./sharing.js";

const UNREACHABLE = "No answer from the server at the moment. This page tries again by itself.";

const prediction = document.querySelector("#prediction");
const note = document.querySelector("#prediction-note");

async function follow() {
  const pauses = new Pauses(1_000, 4_000);
  while (prediction.dataset.final === "false") {
    await untilShown();
    try {
      await get(prediction.dataset.wait);
      await showAgain();
      tell("");
      pauses.reset();
    } catch (error) {
      // Erased meanwhile: the server's page says so.
      if (error instanceof RefusalError) return location.replace(prediction.dataset.web);
      tell(UNREACHABLE);
    }
    if (prediction.dataset.final === "false") await pauses.rest();
  }
}

async function showAgain() {
  show(await readPage(await get(prediction.dataset.web)));
}

function show(page) {
  prediction.dataset.final = page.querySelector("#prediction").dataset.final;
  document.title = page.title;
  renew(page, ["prediction-answer", "prediction-details"]);
}

// The same words are not said twice.
function tell(text) {
  if (note.textContent !== text) note.textContent = text;
}

async function send(form, button) {
  const fields = new FormData(form);
  if (button?.name) fields.append(button.name, button.value);
  try {
    // The server answers with a redirection to this page.
    show(await readPage(await get(form.action, { method: "POST", body: new URLSearchParams(fields) })));
    tell("");
    // The button is gone; the heading says what was understood, to a screen reader as well.
    document.querySelector("#judgement-heading")?.focus({ preventScroll: true });
  } catch (error) {
    tell(error instanceof RefusalError ? error.message : "That could not be sent. Please try again in a moment.");
  }
}

prediction.addEventListener("submit", (event) => {
  if (!event.target.matches(".stays")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

// The answer to a form has the form's address, and to load that again would send the picture again.
if (location.pathname !== prediction.dataset.web) history.replaceState(null, "", prediction.dataset.web);
// Back may show the page as it was left, before a correction or an erasure.
addEventListener("pageshow", (event) => {
  if (event.persisted && prediction.dataset.final === "true") showAgain().catch(() => location.reload());
});
offerCopy();
follow();
