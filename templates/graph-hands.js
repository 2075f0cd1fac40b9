// What a pointer, fingers, a wheel and keys do to a view of the graph.
(() => {
  "use strict";
  const REACH = 7; // pixels around a node in which a pointer is on it

  // All that happens is told to the view, by the functions it gives.
  function hands(canvas, { calm, nodeAt, point, choose, chosen, open, zoomBy, pan, drag, drop, start, neighbour, forget, all }) {
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };

    // A pointer that moves drags a node or the picture, two of them zoom; one that does not, opens.
    const pointers = new Map();
    let moved = false, grabbed = -1;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 1) return;
      pointers.set(event.pointerId, at(event));
      if (pointers.size === 1) {
        [moved, grabbed] = [false, nodeAt(at(event), event.pointerType === "touch" ? 2 * REACH : REACH)];
        canvas.setPointerCapture(event.pointerId);
      } else moved = true;
      if (event.button === 1) event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = at(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        if (event.pointerType !== "touch") point(nodeAt([x, y], REACH));
        return;
      }
      if (pointers.size === 2) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
        const apart = (p) => Math.max(10, Math.hypot(p[0] - other[0], p[1] - other[1]));
        zoomBy(apart([x, y]) / apart(before), (x + other[0]) / 2, (y + other[1]) / 2);
      } else if (moved || Math.hypot(x - before[0], y - before[1]) > 4) {
        moved = true;
        if (grabbed >= 0) drag(grabbed, x, y);
        else pan(x - before[0], y - before[1]);
      } else return;
      pointers.set(event.pointerId, [x, y]);
    });
    const release = (event) => {
      if (!pointers.delete(event.pointerId)) return;
      drop();
      if (event.type !== "pointerup" || moved) return;
      if (event.pointerType === "touch" && grabbed !== chosen()) choose(grabbed); // the next one opens
      else if (grabbed >= 0) open(grabbed, event.ctrlKey || event.metaKey || event.button === 1);
      else choose(-1);
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
    canvas.addEventListener("pointerleave", () => { if (!pointers.size) point(-1); });
    canvas.addEventListener("wheel", (event) => {
      if (calm && !event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      zoomBy(2 ** (-event.deltaY * (event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.002)), ...at(event));
    }, { passive: false });

    // By the keyboard, along the ties.
    const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (ARROWS[event.key]) {
        const to = chosen() < 0 ? start() : neighbour(chosen(), ARROWS[event.key]);
        if (to >= 0) choose(to);
      } else if (event.key === "Home") choose(start());
      else if (event.key === "Enter" && chosen() >= 0) open(chosen(), false);
      else if (event.key === "Escape") choose(-1);
      else if (event.key === "+" || event.key === "=") zoomBy(1.3);
      else if (event.key === "-") zoomBy(1 / 1.3);
      else if (event.key === "0") all();
      else return;
      event.preventDefault();
    });
    canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible") && chosen() < 0) choose(start()); });
    canvas.addEventListener("blur", forget);
  }

  window.papergarden.graphing.hands = hands;
})();
