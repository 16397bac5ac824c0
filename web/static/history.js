// The history: older items come as one scrolls down, and items that wait are renewed until they are read.

import { Pauses, untilShown } from "./patience.js";
import { get, readPage, renew } from "./renewal.js";

const list = document.querySelector("#history");
const note = document.querySelector("#history-note");

function loadOlderOnScroll(link) {
  let isLoading = false;
  const observer = new IntersectionObserver(
    async (entries) => {
      if (isLoading || !entries.some((entry) => entry.isIntersecting)) return;
      isLoading = true;
      try {
        const page = await readPage(await get(link.href));
        const items = [...page.querySelectorAll("#history > li")];
        list.append(...items);
        note.textContent = `${items.length} older ones were added.`;
        const next = page.querySelector("#older");
        if (next) link.href = next.href;
        else link.parentElement.remove();
        // An observer tells of changes only; the link may have stayed in sight.
        observer.disconnect();
        if (next) observer.observe(link);
      } catch {
        // The link is still there, to be clicked.
        note.textContent = "The older ones could not be loaded.";
        observer.disconnect();
      }
      isLoading = false;
    },
    { rootMargin: "300px" },
  );
  observer.observe(link);
}

async function renewWaiting() {
  const pauses = new Pauses(1_000, 5_000);
  for (let waiting; (waiting = document.querySelectorAll("#history > [data-waiting]")).length > 0; ) {
    await pauses.rest();
    await untilShown();
    try {
      const page = await readPage(await get(location.href));
      const known = [...waiting].filter((item) => page.getElementById(item.id));
      for (const item of known) item.toggleAttribute("data-waiting", page.getElementById(item.id).hasAttribute("data-waiting"));
      renew(page, known.map((item) => item.id));
      // The others have moved on to another page, behind newer ones, or were erased.
      for (const item of waiting) if (!known.includes(item)) item.removeAttribute("data-waiting");
      if (known.some((item) => !item.hasAttribute("data-waiting"))) pauses.reset();
    } catch {
      // Tried again.
    }
  }
}

if (list) {
  const older = document.querySelector("#older");
  if (older) loadOlderOnScroll(older);
  renewWaiting();
}
