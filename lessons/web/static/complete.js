// A list below each search box with what may be meant by what is being typed: an editable combobox with list autocomplete, as the WAI-ARIA
// Authoring Practices describe it. Without it the box is a plain one, and Enter and the button do what they always do.
"use strict";

(() => {
  const { source, ...words } = document.currentScript.dataset;
  const PAUSE = 120;

  const element = (name, attributes, text) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  };

  const complete = (box, number) => {
    const id = `completions-${number}`;
    const list = element("ul", { id, class: "completions", role: "listbox", "aria-label": words.list });
    const said = element("div", { class: "quiet", "aria-live": "polite" });
    list.hidden = true;
    box.parentElement.classList.add("completing");
    box.parentElement.append(list, said);
    for (const [key, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
    })) box.setAttribute(key, value);

    let addresses = [];
    let active = -1;
    let timer = 0;
    let asked = null;

    const point = (place) => {
      active = place;
      [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
      if (place < 0) return box.removeAttribute("aria-activedescendant");
      box.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      clearTimeout(timer);
      if (asked) asked.abort();
      asked = null;
      point(-1);
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
    };
    const show = (suggestions) => {
      addresses = suggestions.map((one) => one.url);
      list.replaceChildren(...suggestions.map((one, at) => {
        const option = element("li", { id: `${id}-${at}`, role: "option", "aria-selected": "false" });
        option.append(element("span", { dir: "auto" }, one.text), element("span", { class: "type" }, one.label));
        return option;
      }));
      active = -1;
      box.removeAttribute("aria-activedescendant");
      list.hidden = !suggestions.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      said.textContent = suggestions.length ? words.found.replace("{number}", suggestions.length) : words.none;
    };
    const ask = async () => {
      if (asked) asked.abort();
      const mine = new AbortController();
      asked = mine;
      try {
        const answer = await fetch(`${source}?${new URLSearchParams({ q: box.value })}`, { signal: mine.signal });
        const found = answer.ok ? (await answer.json()).suggestions : [];
        if (asked === mine && document.activeElement === box) show(found);
      } catch {
        // Given up for a newer one, or the network is away: the box still searches.
      }
    };
    const follow = (place) => {
      const address = addresses[place];
      close();
      location.assign(address);
    };

    box.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (event.isComposing) return;
      if (box.value.trim()) timer = setTimeout(ask, PAUSE);
      else close();
    });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const open = !list.hidden;
      const last = list.children.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        // Past either end stands the box itself, with what was typed.
        if (!open) ask();
        else if (event.key === "ArrowDown") point(active === last ? -1 : active + 1);
        else point(active === -1 ? last : active - 1);
      } else if (event.key === "Enter") {
        if (open && active >= 0) {
          event.preventDefault();
          follow(active);
        } else close();
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        close();
      }
    });
    box.addEventListener("blur", close);
    // The box keeps the focus, and so the list stays until the click has come.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) follow([...list.children].indexOf(option));
    });
  };

  document.querySelectorAll("form[role=search] input[type=search]").forEach(complete);
})();
