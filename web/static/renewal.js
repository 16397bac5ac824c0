// Shows parts of the page anew as the server renders them by now: there is one renderer only.

// Longer than the server holds a reply. After a laptop's sleep a connection may be dead without anyone saying so.
const REPLY_DEADLINE = 20_000;

export class RefusalError extends Error {}

// Fetches, and returns the answer if it is one; what the server refused is a RefusalError, which trying again won't mend.
export async function get(url, options = {}) {
  const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(REPLY_DEADLINE), ...options });
  if (response.ok) return response;
  if (response.status >= 500 || response.status === 429) throw new Error(`${url} answered ${response.status}`);
  throw new RefusalError(await readProblem(response));
}

export async function readPage(response) {
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// Puts the new page's parts of these ids in the place of the old ones. What has not changed stays untouched: a live region
// that is filled anew is announced anew, and what has the focus loses it.
export function renew(page, ids) {
  for (const id of ids) {
    const [part, newPart] = [document.getElementById(id), page.getElementById(id)];
    if (part.isEqualNode(newPart)) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
    part.replaceChildren(...newPart.childNodes);
    if (focused) document.getElementById(focused)?.focus();
  }
}

async function readProblem(response) {
  const page = await readPage(response);
  const words = [page.querySelector("h1"), page.querySelector(".lead")].filter(Boolean);
  return words.map((element) => element.textContent.trim()).join(". ") || `The server answered ${response.status}.`;
}
