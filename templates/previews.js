// What a link leads to, shown beside it: of works and notes from shards of texts that are loaded
// when they are needed (scripts, as a page from disk can load nothing else), of footnotes from the
// page itself. For a mouse that rests on a link and for the keyboard, not for touch.
(() => {
  "use strict";
  const LOAD = 100, SHOW = 150, LEAVE = 300; // milliseconds; it shows after the first two
  const GAP = 6, EDGE = 8; // pixels, from the link and from the edges of the window
  const { root, load, countShards, shardOf } = window.papergardenFiles;
  const known = new Map(); // by the path of a page
  const pause = (time) => new Promise((done) => { setTimeout(done, time); });

  // Each shard calls this.
  window.papergardenPreviews = (entries) => {
    for (const [path, entry] of Object.entries(entries)) known.set(path, entry);
  };

  // What cannot be loaded is not shown; the next time it is tried again.
  const fetchEntry = async (path) => {
    try {
      await countShards();
      if (!known.has(path)) await load(`previews/${shardOf("previews", path)}.js`);
    } catch { /* without a preview a link is still a link */ }
    return known.get(path);
  };

  const pathOf = (address) => {
    const file = address.split(/[?#]/, 1)[0];
    if (!file.startsWith(root)) return "";
    try { return decodeURIComponent(file.slice(root.length)); } catch { return ""; }
  };
  const here = pathOf(location.href);

  const make = (name, kind, ...content) => {
    const element = document.createElement(name);
    element.className = kind;
    element.append(...content); // what is no element becomes text
    return element;
  };

  const ofEntry = ({ title, facts, text, status, word, language }) => {
    const line = make("p", "preview-facts");
    if (status) {
      const mark = make("span", `mark is-${status}`);
      mark.setAttribute("aria-hidden", "true"); // the word says it
      line.append(mark, [word, ...facts].join(" · "));
    } else line.append(facts.join(" · "));
    const parts = [make("p", "preview-title", title), line];
    if (text) parts.push(make("p", "preview-text", text));
    if (language) parts.at(-1).lang = language;
    return parts;
  };

  const footnoteOf = (link) => {
    if (!link.hash || pathOf(link.href) !== here) return null;
    try { return document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest("li.footnote"); }
    catch { return null; }
  };

  const ofFootnote = (note) => {
    const parts = make("div", "preview-note", ...[...note.childNodes].map((n) => n.cloneNode(true)));
    for (const back of parts.querySelectorAll("a.back")) back.remove();
    // Nothing of it is there twice, or in the way of the Tab key.
    for (const element of parts.querySelectorAll("*")) {
      element.removeAttribute("id");
      if (element.tabIndex >= 0) element.tabIndex = -1;
    }
    return [parts];
  };

  // What to show for a link: nothing for one that leads out, or to the page that is open.
  const contentOf = async (link) => {
    const note = footnoteOf(link);
    if (note) return note.contains(link) ? null : ofFootnote(note);
    const path = pathOf(link.href);
    if (!path || path === here || link.closest("sup.footnote")) return null;
    const entry = await fetchEntry(path);
    return entry ? ofEntry(entry) : null;
  };

  // The links of the text, not those for moving about; those of SVG have no text beside them.
  const linkAt = (target) => {
    const link = target instanceof Element ? target.closest("a[href]") : null;
    return link instanceof HTMLAnchorElement && link.closest("main") && !link.closest("nav") ? link : null;
  };

  const card = make("div", "link-preview");
  card.id = "site:preview";
  card.setAttribute("role", "tooltip");
  card.tabIndex = -1; // a long one scrolls, which would put it in the way of the Tab key
  let shown = null; // the link it is shown for
  let wanted = null; // the link it will be shown for
  let dismissed = null; // the link for which it was closed by Escape
  let leaving = 0; // the turn in which the pointer left
  let turn = 1; // what began in an earlier one is no longer wanted

  const hide = () => {
    turn += 1;
    wanted = null;
    card.remove();
    shown?.removeAttribute("aria-describedby");
    shown = null;
  };

  // Below the line of the link that the pointer is on, or above it where there is more room; by the
  // keyboard, below or above all of it.
  const place = (link, y) => {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const isHere = (box) => y >= box.top && y <= box.bottom;
    const line = [...link.getClientRects()].find(isHere) ?? link.getBoundingClientRect();
    card.style.maxHeight = "";
    const below = height - line.bottom - GAP - EDGE, above = line.top - GAP - EDGE;
    const under = card.offsetHeight <= below || below >= above;
    card.style.maxHeight = `${Math.max(under ? below : above, 0)}px`;
    const left = Math.max(EDGE, Math.min(line.left, width - card.offsetWidth - EDGE));
    const top = under ? line.bottom + GAP : line.top - GAP - card.offsetHeight;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  };

  const show = (link, content, y) => {
    hide();
    shown = link;
    card.replaceChildren(...content);
    document.body.append(card);
    card.scrollTop = 0;
    place(link, y);
    link.setAttribute("aria-describedby", card.id);
  };

  const begin = async (link, load, more, y) => {
    if (link === wanted) return;
    const mine = (turn += 1);
    wanted = link;
    await pause(load);
    if (mine !== turn) return;
    const coming = contentOf(link);
    await pause(more);
    const content = await coming;
    if (mine !== turn) return;
    if (content) show(link, content, y);
    else hide();
  };

  // What is shown stays, whatever was about to happen.
  const keep = () => {
    turn += 1;
    wanted = null;
  };

  const isFocused = () => shown?.matches(":focus-visible");

  const leave = async () => {
    if (leaving === turn) return;
    keep();
    if (!shown || isFocused()) return;
    const mine = (leaving = turn);
    await pause(LEAVE);
    if (mine === turn) hide();
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = linkAt(event.target);
    if (link !== dismissed) dismissed = null;
    if ((shown && link === shown) || card.contains(event.target)) {
      keep();
    } else if (link) {
      if (link !== dismissed) begin(link, LOAD, SHOW, event.clientY);
    } else leave();
  });
  document.documentElement.addEventListener("pointerleave", () => {
    dismissed = null;
    leave();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkAt(event.target);
    if (link?.matches(":focus-visible")) begin(link, 0, 0, NaN);
  });
  document.addEventListener("focusout", (event) => {
    if (card.contains(event.relatedTarget)) return; // its text is being selected
    if (event.target === shown || event.target === wanted) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(shown || wanted)) return;
    dismissed = shown ?? wanted;
    hide();
  });
  document.addEventListener("pointerdown", (event) => { if (!card.contains(event.target)) hide(); });
  document.addEventListener("scroll", (event) => {
    if (!shown || card.contains(event.target)) return;
    const box = shown.getBoundingClientRect();
    const away = box.bottom < 0 || box.top > document.documentElement.clientHeight;
    const within = event.target !== document; // it moves with the page, but not with a part of it
    if (!isFocused() && (away || within)) hide();
    else if (within) place(shown, NaN);
  }, { capture: true, passive: true });
  // The Tab key may have begun to scroll to the link when it was shown.
  document.addEventListener("scrollend", () => { if (isFocused()) place(shown, NaN); });
  addEventListener("resize", hide);
  addEventListener("pagehide", hide);
})();
