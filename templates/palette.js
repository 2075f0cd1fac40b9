// Search from every page: a palette over it, by `/`, Ctrl-K or the link in the header, and the parts
// that the search page shares with it. What finds things is a script of its own, `search.js`, which
// is loaded when the first search begins. The pages one was on last are kept in this browser only.
(() => {
  "use strict";
  const PAUSE = 40, LATE = 300; // milliseconds, before asking and before saying that it takes long
  const AT_ONCE = 10, RECENT = 8;
  const LEAD = 40, FAR = 80; // characters before the first hit of a passage, and when it is cut so
  const OPERATORS = [
    ["status:", "queued, reading, read, on-hold, dropped"],
    ["kind:", "paper, article, book, video, code, resource"],
    ["topic:", "a topic of the library"],
    ["tag:", "a tag of works or notes"],
    ["author:", "an author of works"],
    ["year:", "2024, or 2020..2024"],
    ["in:", "a note, with the works it is about"],
  ];

  const { root, load } = window.papergardenFiles;
  const searchPage = `${root}search.html`;

  const make = (name, kind, ...content) => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    element.append(...content); // what is no element becomes text
    return element;
  };
  const counted = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  // Asking

  const ready = () => load("search.js").then(() => window.papergarden.searchReady());

  // Asks after a pause; an answer that a later question has overtaken is dropped. Without an answer
  // `show` gets null, and `late` is called when one takes its time.
  const asker = (show, late) => {
    let turn = 0, timer = 0;
    const run = async (query, limit, mine) => {
      const waiting = setTimeout(() => { if (mine === turn) late(); }, LATE);
      let answer = null;
      try {
        await ready();
        answer = await window.papergarden.search(query, { limit });
      } catch { /* the reader is told */ }
      clearTimeout(waiting);
      if (mine === turn) show(answer, query);
    };
    return {
      ask(query, limit, pause = PAUSE) {
        clearTimeout(timer);
        timer = setTimeout(run, pause, query, limit, (turn += 1));
      },
      stop() {
        clearTimeout(timer);
        turn += 1;
      },
    };
  };

  // Showing

  const address = (query) => {
    const text = encodeURIComponent(query).replaceAll("%20", "+").replaceAll("%3A", ":");
    return query ? `${searchPage}#q=${text.replaceAll("%2F", "/")}` : searchPage;
  };

  const marked = ({ text, marks }) => {
    const parts = [];
    let from = 0;
    for (const [start, end] of marks) {
      if (start < from || end <= start) continue;
      parts.push(text.slice(from, start), make("mark", "", text.slice(start, end)));
      from = end;
    }
    return [...parts, text.slice(from)];
  };

  const missed = ({ unmet = [] }) => (unmet.length ? `; nothing has ${unmet.map((word) => `“${word}”`).join(", ")}` : "");

  const glyph = (result) => {
    const mark = make("span", result.status ? `mark is-${result.status}` : "mark is-page");
    mark.setAttribute("aria-hidden", "true"); // the words say it
    return mark;
  };
  const facts = (result) => [...new Set([result.word, result.kind, ...result.facts])].filter(Boolean).join(" · ");
  // The user's own words come first.
  const passages = (result) => result.passages.filter(({ text }) => text !== result.title).toSorted((a, b) => Number(b.own) - Number(a.own));

  // A passage as far as its first hit is seen in two lines.
  const shortened = ({ text, marks }) => {
    const first = marks.length ? marks[0][0] : 0;
    if (first < FAR) return { text, marks };
    const cut = text.indexOf(" ", first - LEAD);
    const from = cut < 0 || cut >= first ? first : cut + 1;
    return { text: `… ${text.slice(from)}`, marks: marks.map((pair) => pair.map((at) => at - from + 2)) };
  };

  const option = (name, kind, ...content) => {
    const element = make(name, kind, ...content);
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    if (name === "a") element.tabIndex = -1;
    return element;
  };
  const group = (title, options) => {
    const element = make("div", "", ...options);
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", title); // which the stylesheet shows, too
    return element;
  };
  const insertion = (value, ...content) => {
    const element = option("div", "insertion", ...content);
    element.dataset.value = value;
    return element;
  };

  // Completing: what is typed last gives way to a value.

  const tokens = (text) => text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  const quoted = (value) => {
    const bare = value.replaceAll('"', ""); // which would end it too soon
    return /\s/.test(bare) ? `"${bare}"` : bare;
  };
  const completed = (query, value) => {
    const typed = tokens(query).findLast((token) => query.endsWith(token)) ?? ""; // none behind a space
    const [, sign, name] = /^(-?)(\w*:)?/.exec(typed);
    const [, operator, rest] = /^(-?\w+:)?(.*)$/s.exec(value);
    const start = operator ? (operator.startsWith("-") ? "" : sign) + operator : sign + (name ?? "");
    return `${query.slice(0, query.length - typed.length)}${start}${quoted(rest)} `;
  };
  const completions = (answer, query) => answer.completions
    .filter(({ value }) => completed(query, value).trim() !== query.trim())
    .map(({ text, value }) => insertion(value, text));

  // The option of a list that is active, while the focus stays in the field.
  const picker = (input, list) => {
    const options = () => [...list.querySelectorAll("[role=option]")];
    let at = -1;
    const pick = (place) => {
      at = place;
      options().forEach((one, number) => {
        one.id = `${list.id}-${number}`;
        one.setAttribute("aria-selected", String(number === at));
      });
      const active = options()[at];
      if (active) input.setAttribute("aria-activedescendant", active.id);
      else input.removeAttribute("aria-activedescendant");
      if (at === 0) list.scrollTop = 0;
      else active?.scrollIntoView({ block: "nearest" });
    };
    return {
      pick,
      active: () => options()[at] ?? null,
      place: (one) => pick(options().indexOf(one)),
      last: () => pick(options().length - 1),
      step(by) {
        const number = options().length;
        if (number) pick(at < 0 ? (by > 0 ? 0 : number - 1) : (at + by + number) % number);
      },
      show(...content) {
        list.replaceChildren(...content);
        list.hidden = !options().length;
        input.setAttribute("aria-expanded", String(!list.hidden));
        pick(-1);
      },
    };
  };

  // The pages one was on, of this site: others may share the storage.

  const KEY = `papergarden-recent ${new URL(root).pathname}`;
  const here = location.href.replace(/[?#].*$/, "");
  const recent = () => {
    try {
      const list = JSON.parse(localStorage.getItem(KEY));
      return list.filter(({ title, path }) => typeof title + typeof path === "stringstring" && new URL(path, root).href.startsWith(root));
    } catch { return []; }
  };
  const store = (list) => {
    try { localStorage.setItem(KEY, JSON.stringify(list)); } catch { /* not kept */ }
  };
  const remember = () => {
    const hidden = document.querySelector('meta[name="robots"][content~="noindex"]');
    if (hidden || !here.startsWith(root)) return;
    const path = here.slice(root.length) || "index.html";
    const site = document.querySelector("header.site .name")?.textContent ?? "";
    const title = document.title.endsWith(` · ${site}`) ? document.title.slice(0, -site.length - 3) : document.title;
    store([{ title, path }, ...recent().filter((one) => one.path !== path)].slice(0, RECENT + 1));
  };

  // The palette

  const build = () => {
    const dialog = make("dialog", "palette");
    dialog.setAttribute("aria-label", "Search");
    const input = make("input");
    const list = make("div", "palette-list");
    list.id = "site:found";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Results");
    const about = { type: "search", role: "combobox", placeholder: "Search works and notes", "aria-label": "Search works and notes" };
    const manners = { "aria-autocomplete": "list", "aria-controls": list.id, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go" };
    for (const [name, value] of Object.entries({ ...about, ...manners })) input.setAttribute(name, value);
    const close = make("button", "palette-close", "Close");
    const forget = make("button", "palette-forget", "Clear recent pages");
    close.type = forget.type = "button";
    const said = make("p", "");
    said.setAttribute("role", "status");
    const none = make("p", "palette-none");
    const keys = make("p", "palette-keys");
    keys.setAttribute("aria-hidden", "true");
    for (const [key, word] of [["↑ ↓", "choose"], ["Enter", "open"], ["Ctrl Enter", "in a new tab"], ["Tab", "complete"]]) {
      keys.append(make("span", "", make("kbd", "", key), ` ${word}`));
    }
    dialog.append(make("div", "palette-panel", make("div", "palette-bar", input, close), list, none, make("div", "palette-foot", said, forget, keys)));
    document.body.append(dialog);

    const chosen = picker(input, list);
    let moved = false; // into the list, so that Home and End are keys of it and not of the text
    let wanted = null; // Enter came before the answer: how to open what it gives
    let asked = false;
    const query = () => input.value.trim();

    const found = (result) => {
      const passage = passages(result)[0];
      const hit = option("a", "hit", make("span", "hit-title", glyph(result), result.title), make("span", "facts", facts(result)));
      if (passage) hit.append(make("span", "passage", ...marked(shortened(passage))));
      hit.href = new URL(result.href, root).href;
      return hit;
    };
    const begin = () => {
      const pages = recent().map(({ title, path }) => {
        const link = option("a", "hit", make("span", "hit-title", title));
        link.href = new URL(path, root).href;
        return link;
      }).filter((link) => link.href !== here).slice(0, RECENT);
      const hints = OPERATORS.map(([name, text]) => insertion(name, make("code", "", name), make("span", "facts", text)));
      forget.hidden = !pages.length;
      chosen.show(...(pages.length ? [group("Recent pages", pages)] : []), group("Narrow down", hints));
      list.scrollTop = 0;
      said.textContent = "";
    };
    const show = (answer) => {
      if (!dialog.open) return; // it was closed while the answer was on its way
      asked = false;
      const entered = wanted;
      wanted = null;
      if (!answer) {
        chosen.show();
        none.textContent = said.textContent = "The search could not be loaded.";
        return;
      }
      const values = completions(answer, input.value);
      const results = answer.results.map(found);
      const all = option("a", "hit all", answer.total === 1 ? "This result on a page" : `All ${answer.total} results`);
      all.href = address(query());
      chosen.show(
        ...(values.length ? [group("Complete", values)] : []),
        ...(results.length ? [group("Results", results), group("More", [all])] : []),
      );
      chosen.pick(0);
      none.textContent = "No work or note matches. Fewer words may find more.";
      said.textContent = answer.total ? counted(answer.total, "result") + missed(answer) : "No result";
      if (entered) go(entered.apart);
    };
    const asking = asker(show, () => { said.textContent = "Searching…"; });

    const changed = () => {
      moved = false;
      wanted = null;
      asked = Boolean(query());
      forget.hidden = true;
      if (asked) asking.ask(input.value, AT_ONCE);
      else {
        asking.stop();
        begin();
      }
    };
    const insert = (value) => {
      // An operator without a value waits for it.
      const text = completed(input.value, value);
      input.value = value.endsWith(":") ? text.trimEnd() : text;
      input.focus();
      changed();
    };
    const go = (apart) => {
      const active = chosen.active();
      if (asked && !moved) wanted = { apart };
      else if (active?.dataset.value) insert(active.dataset.value);
      else if (active && apart) window.open(active.href, "_blank", "noopener");
      else active?.click();
    };
    const complete = () => {
      const active = chosen.active();
      const value = active?.dataset.value ?? list.querySelector(".insertion")?.dataset.value;
      if (!value || !query()) return false;
      insert(value);
      return true;
    };

    const step = (by) => {
      chosen.step(by);
      return (moved = true);
    };
    const end = (pick) => {
      if (moved) pick();
      return moved;
    };
    const keysOf = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Home: () => end(() => chosen.pick(0)),
      End: () => end(() => chosen.last()),
      Enter: (event) => { go(event.ctrlKey || event.metaKey); return true; },
      Tab: (event) => !event.shiftKey && complete(),
    };
    input.addEventListener("input", changed);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey) return;
      if (keysOf[event.key]?.(event)) event.preventDefault();
      else if (event.key.startsWith("Arrow")) moved = false;
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault(); // the browser would empty the field first
      input.blur(); dialog.close(); // or the next key would still be one of the field
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays
    list.addEventListener("pointermove", (event) => {
      const one = event.target.closest("[role=option]");
      if (one && one !== chosen.active()) chosen.place(one);
    });
    list.addEventListener("click", (event) => {
      const one = event.target.closest("[role=option]");
      if (one?.dataset.value) insert(one.dataset.value);
      else if (one && isPlain(event)) dialog.close();
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    forget.addEventListener("click", () => {
      store([]);
      begin();
      input.focus();
    });
    return () => {
      if (dialog.open) return dialog.close();
      document.documentElement.classList.toggle("has-gutter", innerWidth > document.documentElement.clientWidth);
      input.value = "";
      dialog.showModal();
      changed();
      input.focus();
      return ready().catch(() => { /* told when one asks */ });
    };
  };

  // What opens it

  const isPlain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  let palette = null;
  const open = () => (palette ??= build())();
  const field = document.querySelector("form[role=search] input"); // on the search page
  const search = () => {
    if (!field) return open();
    field.focus(); // Safari does not do so when its text is selected
    return field.select();
  };
  const isTyping = (target) => target.isContentEditable
    || target.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=range])");

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const bare = !event.ctrlKey && !event.metaKey;
    if (event.key === "/" && bare && !isTyping(event.target)) search();
    else if (event.key.toLowerCase() === "k" && event.ctrlKey !== event.metaKey && !event.shiftKey) open();
    else return;
    event.preventDefault();
  });
  const link = document.querySelector("header.site a.search");
  if (link) {
    if (!field) {
      link.setAttribute("role", "button");
      link.setAttribute("aria-haspopup", "dialog");
    }
    link.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
    const pressed = (event) => {
      event.preventDefault();
      search();
    };
    link.addEventListener("click", (event) => { if (isPlain(event)) pressed(event); });
    link.addEventListener("keydown", (event) => { if (event.key === " " && !field) pressed(event); });
  }
  addEventListener("pageshow", remember);

  window.papergardenFinder = {
    OPERATORS, root, address, asker, completed, completions, counted, facts, glyph, make, marked, missed, passages, picker, quoted, tokens,
  };
})();
