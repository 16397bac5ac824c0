// The form of the home page, for those who have JavaScript: files are listed, sent at once beside each other, and answered
// in place. One that is sent alone is answered on the page of its own, as it is without JavaScript.

import { onFilesDropped, onFilesPasted } from "./arrivals.js";
import { Uploads } from "./uploads.js";

const form = document.querySelector("#upload");
const alertRegion = document.querySelector("#upload-alert");
const inputs = [...form.querySelectorAll("input[type=file]")];
const samples = [...document.querySelectorAll(".sample")];

const uploads = new Uploads({ maxBytes: Number(form.dataset.maxBytes), types: inputs[0].accept.split(",") });

function takeChosen() {
  alertRegion.textContent = "";
  for (const input of inputs) {
    uploads.add(input.files);
    // The list has them now; and the same file can be chosen again.
    input.value = "";
  }
}

function takeAndRead(files) {
  alertRegion.textContent = files.length > 0 ? "" : "A folder cannot be read. Please drop the pictures that are in it.";
  uploads.start(uploads.add(files));
}

function readChosen(event) {
  event.preventDefault();
  takeChosen();
  const { ready } = uploads;
  if (ready.length === 0) {
    alertRegion.textContent = "Choose a picture first, drop one on this page, or paste one.";
    return;
  }
  const isAlone = uploads.count === 1;
  uploads.start(ready, isAlone ? ({ urls }) => location.assign(urls.web) : undefined);
}

async function fetchSample(button) {
  const image = button.querySelector("img");
  const blob = await (await fetch(image.src)).blob();
  return new File([blob], button.dataset.name, { type: blob.type });
}

async function readSamples(buttons) {
  try {
    takeAndRead(await Promise.all(buttons.map(fetchSample)));
  } catch {
    alertRegion.textContent = "The samples cannot be loaded at the moment. Please try again.";
  }
}

for (const input of inputs) input.addEventListener("change", takeChosen);
form.addEventListener("submit", readChosen);
for (const sample of samples) sample.addEventListener("click", () => readSamples([sample]));
document.querySelector("#all-samples").addEventListener("click", () => readSamples(samples));
onFilesDropped(takeAndRead);
onFilesPasted(takeAndRead);
