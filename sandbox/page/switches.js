// The bar's two switches: which server one looks at, and who one is there.

import { servers } from "./api.js";
import { byId, el } from "./dom.js";

const narrow = matchMedia("(max-width: 719px)");

/** Fill both in; return who opens the page unless somebody is chosen. */
export async function startSwitches() {
  const told = await servers();
  byId("servers").hidden = told.servers.length < 2;
  byId("servers-list").replaceChildren(...told.servers.map((one) => el("li", {},
    el("a", { href: one.here ? "/" : beside(one.url), "aria-current": one.here ? "true" : null, "data-testid": `server-${one.name}` }, one.name))));
  byId("switch-user").replaceChildren(...told.people.map((one) => el("option", { value: one.username, "data-name": one.name, "data-role": one.role, "data-home": one.home })));
  fit();
  narrow.addEventListener("change", fit);
  return told.visitor;
}

/** The channel where whom one is now lives, by its name. */
export const home = () => byId("switch-user").selectedOptions[0]?.dataset.home;

/** Another server's address, by the name under which the visitor reached this one. */
function beside(url) {
  const address = new URL(url);
  address.hostname = location.hostname;
  return address.href;
}

/** Name people with their role where there is room; where there is little, fold the rest behind the date. */
function fit() {
  for (const option of byId("switch-user").options) {
    const { name, role } = option.dataset;
    option.textContent = narrow.matches ? name : `${name}, ${role}`;
  }
  if (narrow.matches) byId("world").append(byId("around"));
  else byId("switch-user").parentElement.before(byId("around"));
}
