// The API as the pages use it: submit a picture, wait for its answer, erase it.

import { limitTo } from "./limit.js";
import { Pauses, sleep, untilShown } from "./patience.js";

const SHORT_REST = 500;
const LONGEST_REST = 15_000;
// How long the server holds a reply, and how long is waited for it: after a laptop's sleep a connection may be dead
// without anyone saying so.
const HOLD_SECONDS = 5;
const REPLY_DEADLINE = 15_000;

// The paths of a prediction of which only the id is known.
export function makeUrls(id) {
  return { get: `/v1/predictions/${id}`, web: `/p/${id}` };
}

export function isFinal({ status }) {
  return status !== "queued" && status !== "processing";
}

// A submission was not accepted. What is temporary may be tried again, after `retryAfter` seconds if the server says so.
export class SubmissionError extends Error {
  constructor(message, { type = "", isTemporary = false, retryAfter = null } = {}) {
    super(message);
    this.type = type;
    this.isTemporary = isTemporary;
    this.retryAfter = retryAfter;
  }
}

// The prediction is gone: it was erased elsewhere, or replaced by a newer try.
export class GoneError extends Error {}

// The first answer makes a visitor known, by a cookie. Until then one picture is sent at a time: several new ones at once
// would each be a visitor of their own, and all but one of them missing in the history.
const introduce = limitTo(1);
let isKnown = false;

// Sends a picture once and returns the prediction as it was accepted.
export async function submitPicture(picture, filename, options = {}) {
  if (isKnown) return post(picture, filename, options);
  return introduce(async () => {
    const prediction = await post(picture, filename, options);
    isKnown = true;
    return prediction;
  });
}

// This is no fetch, which tells no progress of what is sent.
function post(picture, filename, { replaces, signal, timeout = 0, onProgress = () => {} }) {
  const form = new FormData();
  form.append("file", picture, filename);
  if (replaces) form.append("replaces", replaces);
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const fail = () => reject(new SubmissionError("Numberfigure cannot be reached.", { isTemporary: true }));
    request.open("POST", "/v1/predictions");
    request.timeout = timeout;
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () => (request.status < 300 ? resolve(JSON.parse(request.responseText)) : reject(explain(request)));
    request.onerror = request.ontimeout = fail;
    request.onabort = () => reject(signal.reason);
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}

// Sends again and again while that may help; `tell` gets the words for what is in the way. Aborting the signal ends it.
export async function sendPatiently(send, { tell, signal }) {
  const pauses = new Pauses(SHORT_REST, LONGEST_REST);
  while (true) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof SubmissionError && error.isTemporary)) throw error;
      const { message, retryAfter } = error;
      if (retryAfter) {
        // What the server asks for is kept to.
        tell(`${message} Trying again in ${retryAfter === 1 ? "a second" : `${retryAfter} seconds`}.`);
        await sleep(retryAfter * 1000, signal);
      } else {
        tell(`${message} Trying again by itself.`);
        await pauses.rest(signal);
      }
      signal?.throwIfAborted();
    }
  }
}

// Waits until a prediction is done, through whatever happens to the network; `tell` gets it as it is meanwhile.
export async function awaitAnswer(prediction, { tell = () => {}, signal } = {}) {
  const pauses = new Pauses(SHORT_REST, LONGEST_REST);
  while (!isFinal(prediction)) {
    tell(prediction);
    await untilShown();
    signal?.throwIfAborted();
    try {
      prediction = await look(prediction, signal);
      pauses.reset();
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof GoneError) throw error;
      await pauses.rest(signal);
    }
  }
  return prediction;
}

async function look({ urls }, signal) {
  const deadline = AbortSignal.timeout(REPLY_DEADLINE);
  const response = await fetch(`${urls.get}?wait=${HOLD_SECONDS}`, {
    cache: "no-store",
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  });
  if (response.status === 404) throw new GoneError("It was erased meanwhile.");
  if (!response.ok) throw new Error(`error ${response.status}`);
  return response.json();
}

// Erases one's own, also what still waits; returns whether it is gone.
export async function erasePrediction(prediction) {
  try {
    const response = await fetch(prediction.urls.get, { method: "DELETE" });
    return response.ok || response.status === 404;
  } catch {
    return false;
  }
}

function explain(request) {
  const retryAfter = Number(request.getResponseHeader("Retry-After")) || null;
  const isTemporary = request.status === 429 || request.status >= 500;
  try {
    const { type, title, detail } = JSON.parse(request.responseText);
    return new SubmissionError(`${title}. ${detail}`, { type, isTemporary, retryAfter });
  } catch {
    // A proxy in between, which knows no problem+json.
    const message =
      request.status === 413 ? "The picture is too large." : `It was not accepted (error ${request.status}).`;
    return new SubmissionError(message, { isTemporary, retryAfter });
  }
}
