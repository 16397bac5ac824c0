// Files that arrive without the form: dropped anywhere on the page, or pasted.

export function onFilesDropped(take) {
  // Moving over a part of the page enters that part before it leaves the one before.
  let depth = 0;
  const show = () => document.documentElement.classList.toggle("is-drop-target", depth > 0);

  document.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth++;
    show();
  });
  document.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth - 1);
    show();
  });
  // Without this the browser would show the picture in place of the page.
  document.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    depth = 0;
    show();
    if (!carriesFiles(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.items].filter(isFile).map((item) => item.getAsFile()));
  });
}

export function onFilesPasted(take) {
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    if (files.length === 0) return;
    event.preventDefault();
    take([...files]);
  });
}

function carriesFiles(event) {
  return event.dataTransfer?.types.includes("Files");
}

// A folder arrives as a file, too, but has nothing in it that could be sent.
function isFile(item) {
  return item.kind === "file" && !item.webkitGetAsEntry?.()?.isDirectory;
}
