// Loads what draws the graph around a page when one comes near to it, as most pages are read without.
(() => {
  "use strict";
  const { graph } = document.currentScript.dataset;
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    const script = document.createElement("script");
    script.src = graph;
    document.head.append(script);
  }, { rootMargin: "600px" });
  for (const section of document.querySelectorAll("section.graph")) near.observe(section);
})();
