// The list of uploads: what is chosen, what is under way, what was read; and how far all of it is.

import { findFault } from "./file_check.js";
import { Upload } from "./upload.js";
import { UploadRow } from "./upload_row.js";

const panel = document.querySelector("#uploads");
const list = document.querySelector("#upload-list");
const template = document.querySelector("#upload-template");
const statusRegion = document.querySelector("#uploads-status");
const bar = document.querySelector("#uploads-progress");
const clearButton = document.querySelector("#uploads-clear");

export class Uploads {
  #uploads = [];
  #limits;

  constructor(limits) {
    this.#limits = limits;
    clearButton.addEventListener("click", () => this.#clear());
    // Closing the page would lose what is not yet sent.
    addEventListener("beforeunload", (event) => {
      if (this.#uploads.some(({ isUnderWay, prediction }) => isUnderWay && !prediction)) event.preventDefault();
    });
  }

  get ready() {
    return this.#uploads.filter(({ isReady }) => isReady);
  }

  get count() {
    return this.#uploads.length;
  }

  // Takes files into the list; returns those that can be sent.
  add(files) {
    const added = Array.from(files, (file) => this.#addOne(file));
    this.#show();
    return added.filter(({ isReady }) => isReady);
  }

  async start(uploads, onAccepted) {
    const runs = uploads.map((upload) => this.#run(upload, onAccepted));
    this.#show();
    // On a phone, what was pressed may be far below.
    statusRegion.scrollIntoView({ block: "nearest" });
    await Promise.all(runs);
  }

  async #run(upload, onAccepted) {
    const news = await upload.run({ onChange: () => this.#show(), onAccepted });
    if (this.#uploads.includes(upload)) this.#show(news);
  }

  #addOne(file) {
    const row = new UploadRow(file, template, () => this.#remove(upload));
    const upload = new Upload(file, row);
    const fault = findFault(file, this.#limits);
    if (fault) upload.refuse(fault);
    else row.say("Ready.");
    this.#uploads.push(upload);
    list.append(row.element);
    return upload;
  }

  #remove(upload) {
    upload.remove();
    this.#uploads = this.#uploads.filter((each) => each !== upload);
    this.#show();
  }

  #clear() {
    for (const upload of this.#uploads) upload.remove();
    this.#uploads = [];
    this.#show();
  }

  // The news, if there are any, are announced with how far all is.
  #show(news = "") {
    const started = this.#uploads.filter(({ isReady }) => !isReady);
    const done = started.filter(({ isDone }) => isDone).length;
    const isUnderWay = done < started.length;
    panel.hidden = this.#uploads.length === 0;
    bar.hidden = !isUnderWay;
    bar.max = Math.max(1, started.length);
    bar.value = started.reduce((sum, { share }) => sum + share, 0);
    clearButton.textContent = isUnderWay ? "Cancel all" : "Clear the list";
    const words = started.length > 0 ? `${done} of ${started.length} done. ${news}` : "";
    if (news || !isUnderWay || !statusRegion.textContent) statusRegion.textContent = words.trim();
  }
}
