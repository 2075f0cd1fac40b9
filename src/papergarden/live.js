// Beside a page that `notes serve` shows, and never in a published site: loads the page again when it
// changed, leaves the reader where they were, and shows what is wrong in the notes' theme or settings.
"use strict"
{
  const own = document.currentScript
  const { page, version } = own.dataset
  const SCROLLED = "papergarden-live"
  const LONGEST = 4000 // milliseconds in which the rest of a page may move what is being read
  let source = null
  let shown = null

  const kept = () => {
    try {
      const place = JSON.parse(sessionStorage.getItem(SCROLLED) ?? "null")
      sessionStorage.removeItem(SCROLLED)
      return place?.at === location.pathname ? place : null
    } catch {
      return null
    }
  }

  const keep = () => {
    try {
      const place = { at: location.pathname, x: scrollX, y: scrollY }
      sessionStorage.setItem(SCROLLED, JSON.stringify(place))
    } catch {
      // A browser that keeps nothing shows the page from its beginning.
    }
  }

  // Pictures and fonts come after the text, and would move it: until the reader moves, go back again.
  const restore = place => {
    history.scrollRestoration = "manual"
    const back = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" })
    const moves = ["wheel", "touchmove", "keydown", "pointerdown"]
    const grown = new ResizeObserver(back)
    const end = () => {
      grown.disconnect()
      removeEventListener("load", back)
      for (const move of moves) removeEventListener(move, end)
      history.scrollRestoration = "auto"
    }
    for (const move of moves) addEventListener(move, end, { passive: true })
    addEventListener("load", back)
    grown.observe(document.documentElement)
    setTimeout(end, LONGEST)
    back()
  }

  const button = () => {
    const hide = document.createElement("button")
    hide.type = "button"
    hide.textContent = "Hide"
    Object.assign(hide.style, { float: "right", font: "inherit", marginLeft: "1rem" })
    hide.addEventListener("click", () => show(""))
    return hide
  }

  const show = text => {
    shown?.remove()
    shown = null
    if (!text) return
    shown = document.createElement("aside")
    shown.id = "papergarden-live"
    shown.setAttribute("role", "alert")
    Object.assign(shown.style, {
      position: "fixed", zIndex: "2147483647", left: "0", right: "0", bottom: "0", margin: "0",
      maxHeight: "50vh", overflow: "auto", padding: "1rem 1.5rem", whiteSpace: "pre-wrap",
      overflowWrap: "anywhere", textAlign: "left", font: "0.95rem/1.5 monospace",
      color: "#fff", background: "#7a1020", borderTop: "3px solid #ff7a8a",
    })
    const words = document.createElement("span")
    words.textContent = text
    shown.append(button(), words)
    document.body.append(shown)
  }

  const open = () => {
    if (source || document.hidden) return
    source = new EventSource(`/.papergarden/events?${new URLSearchParams({ page, version })}`)
    source.addEventListener("change", () => {
      close()
      keep()
      location.reload()
    })
    source.addEventListener("problem", event => show(JSON.parse(event.data)))
  }

  const close = () => {
    source?.close()
    source = null
  }

  // A browser has six connections to a host, and each page would hold one: those in sight do.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()))
  addEventListener("pagehide", close)
  addEventListener("pageshow", open)
  const place = kept()
  if (place) restore(place)
  open()
}
