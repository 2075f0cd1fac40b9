// Loads what draws the graph around a page when one comes near to it, as most pages are read without.
(() => {
  "use strict";
  const near = new IntersectionObserver(async (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    try {
      await window.papergardenFiles.load("graph.js");
      near.disconnect();
    } catch { /* it is tried again when one comes near once more */ }
  }, { rootMargin: "600px" });
  for (const section of document.querySelectorAll("section.graph")) near.observe(section);
})();
