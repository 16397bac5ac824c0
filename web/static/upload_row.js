// A file's row in the list of uploads: its thumbnail, how far it is, its answer, and a button to be rid of it.

import { showAnswer } from "./answer.js";

export class UploadRow {
  #name;
  #thumbnail;

  constructor(file, template, onRemove) {
    this.#name = file.name;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.state = this.element.querySelector(".short-answer");
    this.progress = this.element.querySelector("progress");
    this.button = this.element.querySelector("button");
    this.element.querySelector(".filename").textContent = file.name;
    this.#showThumbnail(this.element.querySelector("img"), file);
    this.button.addEventListener("click", onRemove);
    this.setUnderWay(false);
  }

  say(words) {
    this.state.textContent = words;
  }

  complain(words) {
    this.say(words);
    this.element.classList.add("is-refused");
  }

  showAnswer(prediction) {
    showAnswer(this.state, prediction);
    this.element.classList.toggle("is-refused", prediction.status === "failed");
  }

  // The bar moves while bytes are sent, and then only says that something is going on.
  showSent(share) {
    if (share < 1) this.progress.value = share;
    else this.progress.removeAttribute("value");
  }

  setUnderWay(isUnderWay) {
    this.progress.hidden = !isUnderWay;
    const meaning = `${isUnderWay ? "Cancel" : "Remove"} ${this.#name}`;
    this.button.title = meaning;
    this.button.setAttribute("aria-label", meaning);
  }

  remove() {
    URL.revokeObjectURL(this.#thumbnail);
    this.element.remove();
  }

  #showThumbnail(image, file) {
    this.#thumbnail = URL.createObjectURL(file);
    image.src = this.#thumbnail;
    // What the browser cannot show leaves its place empty.
    image.addEventListener("error", () => image.removeAttribute("src"));
  }
}
