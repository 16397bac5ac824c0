// The board's keyboard shortcuts. They hold wherever the focus is, except in fields in which people write.

const WRITING = "input:not([type=checkbox], [type=file]), textarea, select, dialog, [contenteditable]";

export function connectShortcuts({ undo, redo, clear }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.target.closest(WRITING)) return;
    const action = chooseAction(event, { undo, redo, clear });
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function chooseAction({ ctrlKey, metaKey, shiftKey, key }, { undo, redo, clear }) {
  if (!ctrlKey && !metaKey) return key === "Escape" || key === "Delete" ? clear : null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? redo : undo;
  return letter === "y" ? redo : null;
}
