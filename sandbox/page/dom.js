// Building elements without ever parsing text as HTML.

/** Make an element: `el("a", { href, class: "x" }, "text", child)`. Functions become listeners. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(key, value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Draw one of our icons; it says nothing to screen readers. */
export function icon(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("class", "icon-svg");
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  drawn.append(use);
  return drawn;
}

export const byId = (id) => document.getElementById(id);

/** Say an error aloud and show it for a while. */
export function toast(text) {
  const shown = el("p", { class: "toast" }, text);
  byId("toasts").append(shown);
  setTimeout(() => shown.remove(), 8000);
}

/** Have screen readers say a text, once and without taking the focus. */
export function say(text) {
  const region = byId("said");
  if (region.lastChild?.textContent === text) return;
  const spoken = el("p", {}, text);
  region.append(spoken);
  setTimeout(() => spoken.remove(), 10000);
}

/** Run an action and show what went wrong, if anything. */
export async function guarded(action) {
  try {
    return await action();
  } catch (error) {
    toast(error instanceof TypeError ? "Le serveur ne répond pas." : error.message);
    return undefined;
  }
}
