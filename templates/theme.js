// The switch between light and dark. Loaded before the page is drawn, so that nothing flashes.
(() => {
  "use strict";
  const KEY = "papergarden-theme";
  const root = document.documentElement;
  root.classList.add("scripted"); // what scripts will fill has its room from the start
  root.classList.toggle("filtered", location.hash.includes("=")); // and what they will hide is not shown
  const system = matchMedia("(prefers-color-scheme: dark)");

  // Storage can be forbidden, such as in a private window.
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (theme) => { try { localStorage.setItem(KEY, theme); } catch { /* not kept */ } };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  apply(stored());
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      apply(theme);
      store(theme);
      show();
    });
    system.addEventListener("change", show);
    addEventListener("storage", (event) => {
      if (event.key !== KEY) return;
      apply(event.newValue);
      show();
    });
    show();
  });
})();
