// Copies the link to the page; without a clipboard, as on plain http, the field itself can be copied from.

export function offerCopy() {
  const [link, button] = [document.querySelector("#share-link"), document.querySelector("#copy-link")];
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      button.textContent = "Copied";
    } catch {
      link.select();
    }
  });
}
