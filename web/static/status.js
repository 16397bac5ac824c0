// The operator's page renews its sections, so that it stays where one has scrolled to and what has the focus keeps it.

import { rest, untilShown } from "./patience.js";
import { get, readPage, renew } from "./renewal.js";

const note = document.querySelector("#status-note");
const seconds = Number(document.querySelector("[data-refresh]").dataset.refresh);
const sections = [...document.querySelectorAll("section[id^=status-]")].map((section) => section.id);

for (;;) {
  await rest(seconds * 1000);
  await untilShown();
  try {
    renew(await readPage(await get(location.pathname)), sections);
    note.textContent = "";
  } catch {
    const text = "Web does not answer at the moment. The figures below are old; this page tries again by itself.";
    if (note.textContent !== text) note.textContent = text;
  }
}
