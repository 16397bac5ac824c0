// One file on its way: looked at, sent, read; and given up whenever its person wants that.

import { describeWaiting } from "./answer.js";
import { GoneError, SubmissionError, awaitAnswer, erasePrediction, sendPatiently, submitPicture } from "./api.js";
import { describeRefusal } from "./file_check.js";
import { limitTo } from "./limit.js";

// A browser has six connections to a server: some are left for the rest of the page.
const sendInTurn = limitTo(3);
const awaitInTurn = limitTo(2);

export class Upload {
  #row;
  #over = new AbortController();
  #file;
  prediction = null;
  isUnderWay = false;
  isDone = false;
  share = 0;

  constructor(file, row) {
    this.#file = file;
    this.#row = row;
  }

  get isReady() {
    return !this.isUnderWay && !this.isDone;
  }

  // What was found to be wrong before anything was sent.
  refuse(words) {
    this.isDone = true;
    this.share = 1;
    this.#row.complain(words);
  }

  // Returns what there is to tell when it is over; `onChange` is called whenever its share of the work has grown.
  // `onAccepted` is called with the prediction as it was accepted.
  async run({ onChange, onAccepted = () => {} }) {
    this.isUnderWay = true;
    this.#row.setUnderWay(true);
    this.#row.say("Waiting to be sent…");
    try {
      this.prediction = await sendInTurn(() => this.#send(onChange));
      onAccepted(this.prediction);
      this.#row.say(describeWaiting(this.prediction));
      const answer = await awaitInTurn(() => this.#await());
      this.#row.showAnswer(answer);
      return answer.number ? `${this.#file.name} is read as ${answer.number}.` : `${this.#file.name}: no number.`;
    } catch (error) {
      if (this.#over.signal.aborted) return "";
      if (!(error instanceof SubmissionError || error instanceof GoneError)) throw error;
      this.#row.complain(describeRefusal(error, this.#file));
      return `${this.#file.name} was not read.`;
    } finally {
      this.isUnderWay = false;
      this.isDone = true;
      this.share = 1;
      this.#row.setUnderWay(false);
    }
  }

  // Gives up what is under way, also on the server, and takes the row away. An answer that was shown stays in the history.
  remove() {
    this.#over.abort(new SubmissionError("Canceled."));
    if (this.isUnderWay && this.prediction) erasePrediction(this.prediction);
    this.#row.remove();
  }

  #send(onChange) {
    const { signal } = this.#over;
    const onProgress = (share) => {
      // Sending is half of it, reading the other half.
      this.share = share / 2;
      this.#row.showSent(share);
      this.#row.say(share < 1 ? `Sending, ${Math.floor(share * 100)} %` : "Sent.");
      onChange();
    };
    const send = () => submitPicture(this.#file, this.#file.name, { signal, onProgress });
    return sendPatiently(send, { tell: (words) => this.#row.say(words), signal });
  }

  #await() {
    const tell = (prediction) => this.#row.say(describeWaiting(prediction));
    return awaitAnswer(this.prediction, { tell, signal: this.#over.signal });
  }
}
