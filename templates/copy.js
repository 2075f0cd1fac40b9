// The button that copies the BibTeX of a work.
(() => {
  "use strict";
  // Without a secure context there is no clipboard, but what is selected can still be copied.
  const select = (source) => {
    const selection = getSelection();
    selection.selectAllChildren(source);
    const done = document.execCommand("copy");
    if (done) selection.removeAllRanges();
    return done;
  };
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return true;
    } catch { return select(source); }
  };

  for (const block of document.querySelectorAll("details.bibtex")) {
    const source = block.querySelector("pre code");
    const button = block.querySelector("button.copy");
    const answer = block.querySelector("[role=status]");
    if (!source || !button || !answer) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      answer.textContent = ""; // so that it is said again
      const done = await copy(source);
      answer.textContent = done ? "Copied" : "Selected: copy it with the keyboard";
    });
  }
})();
