// The search page: what is typed into its field, narrowed by facets, with the query in the address.
// A facet is an operator within the query, so that one line holds all of what is asked.
(() => {
  "use strict";
  const { OPERATORS, address, asker, completed, completions, counted, facts, glyph, make, marked, missed, passages, picker, quoted, root, tokens } = window.papergardenFinder;
  const AT_ONCE = 50; // results
  const PASSAGES = 3; // of a result, and
  const VALUES = 8; // of a facet, before one asks for more
  const SETTLED = 300; // milliseconds: browsers refuse to change the address too often

  const find = (selector) => document.querySelector(selector);
  const form = find("form.searching");
  const input = form.elements.namedItem("q");
  const aside = find("aside.filters");
  const details = aside.querySelector("details");
  const said = find(".shown");
  const hits = find("ol.hits");
  const further = find(".further");
  const operators = find("dl.operators");
  const list = find(".completions");
  const chosen = picker(input, list);
  const title = document.title;
  const query = () => input.value.trim();
  let limit = AT_ONCE;
  let answered = null;

  // The query as its parts

  const folded = (text) => text.replaceAll('"', "").toLowerCase();
  // An operator in other words than those of its facet, such as `status:todo`, is the box that it means.
  const valueOf = (operator, token) => {
    if (!token.toLowerCase().startsWith(`${operator}:`)) return null;
    return answered?.means?.[folded(token)] ?? token.slice(operator.length + 1).replaceAll('"', "");
  };
  const values = (operator) => tokens(input.value).map((token) => valueOf(operator, token)).filter(Boolean);
  const meant = (operator) => tokens(input.value).filter((token) => valueOf(operator, token))
    .map((token) => answered?.means?.[folded(token)]).filter(Boolean);
  const toggled = (operator, value) => {
    const rest = tokens(input.value).filter((one) => folded(valueOf(operator, one) ?? "") !== folded(value));
    return (rest.length < tokens(input.value).length ? rest : [...rest, `${operator}:${quoted(value)}`]).join(" ");
  };

  // The address: while one types it is replaced, but not that of a search that was finished.

  let typing = 0;
  let finished = false;
  const settle = () => {
    clearTimeout(typing);
    typing = 0;
    document.title = query() ? `${query()} · ${title}` : title;
    if (location.href === new URL(address(query())).href) return;
    history[finished ? "pushState" : "replaceState"](null, "", address(query()));
    finished = false;
  };
  const finish = () => {
    settle();
    finished = Boolean(query());
  };
  const read = () => {
    const text = location.hash.slice(1);
    if (text && !text.includes("=")) return; // a place on the page, such as its main part
    clearTimeout(typing);
    input.value = new URLSearchParams(text).get("q") ?? "";
    document.title = query() ? `${query()} · ${title}` : title;
    finished = Boolean(query());
    search(0);
  };

  // What is shown

  const passageOf = (passage) => {
    const from = make("a", "", passage.note);
    from.href = new URL(passage.href, root).href;
    const source = make("span", "facts", make("span", "", from));
    if (passage.own) source.append(make("span", "", "summary"));
    return make("li", passage.own ? "own" : "", make("p", "", ...marked(passage)), source);
  };
  const hitOf = (result) => {
    const link = make("a", "", result.title);
    link.href = new URL(result.href, root).href;
    const all = passages(result).map(passageOf);
    const rest = all.splice(PASSAGES);
    const hit = make("li", "", make("h2", "", glyph(result), link), make("p", "facts", facts(result)));
    if (!all.length) return hit;
    const quotes = make("ul", "passages", ...all);
    hit.append(quotes);
    if (rest.length) {
      const more = make("button", "more", `${rest.length} more`);
      more.type = "button";
      more.setAttribute("aria-label", `${counted(rest.length, "more passage")} of ${result.title}`);
      more.addEventListener("click", () => {
        quotes.append(...rest);
        more.remove();
        rest[0].querySelector("a").focus();
      });
      hit.append(more);
    }
    return hit;
  };

  const facets = [...aside.querySelectorAll("fieldset")].map((set) => ({
    set,
    name: set.name,
    words: new Map(JSON.parse(set.dataset.words)),
    legend: set.querySelector("legend"),
    more: set.querySelector(".more"),
    open: false,
  }));
  const choice = (facet, value, count, isChosen) => {
    const box = make("input");
    box.type = "checkbox";
    box.name = facet.name;
    box.value = value;
    box.checked = isChosen;
    const text = make("span", "text", facet.words.get(value) ?? value);
    if (facet.name === "status") text.prepend(glyph({ status: value }));
    return make("label", count ? "" : "none", box, text, " ", make("span", "count", count));
  };
  const ranked = (facet, counts) => {
    const fixed = [...facet.words.keys()];
    const place = (value) => (fixed.includes(value) ? fixed.indexOf(value) : fixed.length);
    const byCount = facet.name === "year" ? ([a], [b]) => b - a : ([, a], [, b]) => b - a;
    return [...counts].toSorted((a, b) => place(a[0]) - place(b[0]) || byCount(a, b));
  };
  const showFacet = (facet, found) => {
    const counts = new Map(Object.entries(found ?? {}));
    // What is no value of the facet, such as `year:2020..2023` or a slip, has no box.
    const known = [...counts.keys(), ...facet.words.keys(), ...meant(facet.name)];
    const asked = new Set(values(facet.name).map((value) => known.find((key) => folded(key) === folded(value)))
      .filter((value) => value !== undefined));
    for (const value of asked) if (!counts.has(value)) counts.set(value, 0);
    const focused = aside.contains(document.activeElement) ? document.activeElement : null;
    const all = ranked(facet, counts);
    const first = all.filter(([value], place) => facet.open || place < VALUES || asked.has(value));
    const labels = first.map(([value, count]) => choice(facet, value, count, asked.has(value)));
    facet.set.replaceChildren(facet.legend, ...labels, facet.more);
    facet.set.hidden = !all.length;
    facet.more.hidden = all.length <= VALUES;
    facet.more.textContent = facet.open ? "Fewer" : `${all.length - first.length} more`;
    facet.more.setAttribute("aria-expanded", String(facet.open));
    if (focused?.name === facet.name && focused.type === "checkbox") {
      labels.find((label) => label.control.value === focused.value)?.control.focus({ preventScroll: true });
    } else if (focused === facet.more) facet.more.focus({ preventScroll: true });
    return asked.size;
  };

  const numbers = ({ total, facets: { type: { work = 0, note = 0 } } }) => {
    const both = work && note ? `: ${counted(work, "work")}, ${counted(note, "note")}` : "";
    return counted(total, "result") + both;
  };
  const showFacets = () => {
    const number = facets.map((facet) => showFacet(facet, answered.facets[facet.name])).reduce((a, b) => a + b);
    details.querySelector("summary .count").textContent = number || "";
    aside.hidden = !answered.total && !number;
  };
  const show = (answer, asked) => {
    answered = answer;
    operators.hidden = Boolean(asked && answer?.total !== 0);
    if (!answer) {
      hits.replaceChildren();
      further.hidden = aside.hidden = true;
      said.textContent = asked ? "The search could not be loaded." : "";
      chosen.show();
      return;
    }
    const shown = further.dataset.focus ? hits.children.length : -1;
    delete further.dataset.focus;
    hits.replaceChildren(...answer.results.map(hitOf));
    hits.children[shown]?.querySelector("a").focus();
    further.hidden = answer.results.length >= answer.total;
    said.textContent = answer.total ? numbers(answer) + missed(answer) : `No result for “${asked.trim()}”`;
    showFacets();
    chosen.show(...(document.activeElement === input && !done ? completions(answer, input.value) : []));
  };

  // What one can do

  let done = false; // with typing: no completion is offered until one goes on
  const asking = asker(show, () => { said.textContent = "Searching…"; });
  const search = (pause) => {
    if (query()) {
      asking.ask(input.value, limit, pause);
      return;
    }
    asking.stop();
    show(null, "");
  };
  const put = (text) => {
    input.value = text;
    limit = AT_ONCE;
  };
  const insert = (value) => {
    const text = completed(input.value, value);
    put(value.endsWith(":") ? text.trimEnd() : text);
    input.focus();
    input.dispatchEvent(new InputEvent("input"));
  };
  input.addEventListener("input", () => {
    done = false;
    limit = AT_ONCE;
    clearTimeout(typing);
    typing = setTimeout(settle, SETTLED);
    search();
  });
  const accept = () => {
    const value = chosen.active()?.dataset.value;
    if (value) insert(value);
    return Boolean(value);
  };
  const keys = {
    ArrowDown: () => chosen.step(1),
    ArrowUp: () => chosen.step(-1),
    Enter: () => accept(),
    Escape: () => chosen.show(),
    Tab: () => {
      if (!chosen.active()) chosen.pick(0);
      accept();
    },
  };
  input.addEventListener("keydown", (event) => {
    const plain = !(event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
    if (list.hidden || !plain || !keys[event.key] || (event.key === "Enter" && !chosen.active())) return;
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener("blur", () => chosen.show());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) insert(one.dataset.value);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    done = true;
    chosen.show();
    finish();
  });
  aside.addEventListener("change", (event) => {
    settle();
    finished = true;
    put(toggled(event.target.name, event.target.value));
    finish();
    search(0);
  });
  for (const facet of facets) {
    facet.more.addEventListener("click", () => {
      facet.open = !facet.open;
      showFacets();
    });
  }
  further.addEventListener("click", () => {
    limit += AT_ONCE;
    further.dataset.focus = "yes";
    search(0);
  });
  for (const [name, text] of [...OPERATORS, ["“…”", "words as they stand together"], ["-", "before a word or an operator: without it"]]) {
    const term = make("dt", "", make("code", "", name));
    if (name.endsWith(":")) {
      const button = make("button", "", ...term.childNodes);
      button.type = "button";
      button.addEventListener("click", () => insert(name));
      term.append(button);
    }
    operators.append(term, make("dd", "", text));
  }
  // Beside the results the facets are always open; above them, on a phone, when asked for.
  const beside = matchMedia("(min-width: 62rem)");
  const open = () => { details.open = beside.matches; };
  beside.addEventListener("change", open);
  open();
  form.hidden = false;
  addEventListener("popstate", read);
  addEventListener("pagehide", () => { if (typing) settle(); });
  read();
})();
