// Reads a drawing again and again as it grows, each time in place of the time before. The latest try wins: what is under
// way for an older one is given up. Tries are sent one after the other, so that each knows which one it replaces.

import { GoneError, SubmissionError, awaitAnswer, makeUrls, sendPatiently, submitPicture } from "./api.js";
import { pictureOf } from "./drawing_picture.js";

const SEND_DEADLINE = 20_000;
const NOT_OWNER = "urn:numberfigure:problem:not-owner";

export class Tries {
  #show;
  #tell;
  #latest = null;
  #sending = Promise.resolve();

  // `show` gets the prediction whenever there is more to say of it, and `tell` words for what is in the way.
  constructor({ show, tell }) {
    this.#show = show;
    this.#tell = tell;
  }

  // Whether the latest try is of this version of the drawing.
  isOf(version) {
    return this.#latest?.version === version;
  }

  // Returns the prediction when it is accepted, or null when it is not, or a newer try came between.
  read(version) {
    if (!this.isOf(version)) {
      this.giveUp();
      this.#latest = { version, over: new AbortController() };
      this.#latest.accepted = this.#try(this.#latest);
    }
    return this.#latest.accepted;
  }

  // Goes on waiting for a try that was made before the page was loaded anew.
  resume(version) {
    this.#latest = { version, over: new AbortController() };
    const known = { id: version.entry.id, status: "queued", urls: makeUrls(version.entry.id) };
    this.#latest.accepted = Promise.resolve(known);
    this.#follow(this.#latest, known);
  }

  giveUp() {
    this.#latest?.over.abort();
    this.#latest = null;
  }

  async #try(attempt) {
    // What is being sent is sent to its end, as its id is needed; only its answer is not waited for any more.
    await this.#sending;
    if (this.#latest !== attempt) return null;
    const sending = this.#send(attempt);
    this.#sending = sending.catch(() => null);
    const prediction = await sending;
    if (this.#latest !== attempt || prediction === null) return null;
    this.#follow(attempt, prediction);
    return prediction;
  }

  async #send(attempt) {
    const { entry, strokes } = attempt.version;
    const picture = await pictureOf(strokes);
    const send = () => submitPicture(picture, "drawing.png", { replaces: entry.id, timeout: SEND_DEADLINE });
    try {
      const prediction = await sendPatiently(send, { tell: this.#tell, signal: attempt.over.signal });
      entry.id = prediction.id;
      return prediction;
    } catch (error) {
      if (attempt.over.signal.aborted) return null;
      if (error.type === NOT_OWNER && entry.id) {
        // The cookie is another one by now, so the older try is a stranger's.
        entry.id = null;
        return this.#send(attempt);
      }
      this.#giveIn(error);
      return null;
    }
  }

  async #follow(attempt, prediction) {
    try {
      const answer = await awaitAnswer(prediction, { tell: this.#show, signal: attempt.over.signal });
      if (this.#latest === attempt) this.#show(answer);
    } catch (error) {
      if (attempt.over.signal.aborted) return;
      // Erased elsewhere: it is no entry of the history any more, which the next try need not replace.
      if (error instanceof GoneError) attempt.version.entry.id = null;
      this.#giveIn(error);
    }
  }

  // Says why there is no answer; the next try of the same version is a new one.
  #giveIn(error) {
    this.giveUp();
    if (!(error instanceof SubmissionError || error instanceof GoneError)) throw error;
    this.#tell(error.message);
  }
}
