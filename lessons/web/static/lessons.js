// Nothing here is needed: without it every page does the same with one more click.
"use strict";

(() => {
  const words = document.currentScript.dataset;
  // A message with its values in their places.
  const filled = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const form = document.getElementById("search");

  // Short addresses: what is empty need not be in them.
  const tidy = (target) => {
    for (const field of target.querySelectorAll("input[name], select[name]")) {
      if (!field.value) field.disabled = true;
    }
    // Back to this page brings the fields back as well.
    setTimeout(() => {
      for (const field of target.querySelectorAll(":disabled")) field.disabled = false;
    });
  };
  for (const each of document.querySelectorAll("form[method=get]")) {
    each.addEventListener("submit", () => tidy(each));
  }
  // Of the addresses of a page, the permanent one is copied: whole, whatever it was written as.
  const copying = (button, text, failed) => {
    const status = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        status.textContent = words.copied;
      } catch {
        status.textContent = failed;
      }
    });
  };
  for (const button of document.querySelectorAll("button[data-copy-link]")) {
    if (!navigator.clipboard) continue;
    const address = () => new URL(button.dataset.copyLink, location.href).href;
    copying(button, address, words.copyAddress);
  }
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  // A citation can be selected with a click; where there is a clipboard, a button copies it.
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    const text = () => document.getElementById(button.dataset.copy).textContent;
    copying(button, text, words.copyText);
  }
  // Long lists: what is typed narrows the names in sight, and how many there are is read out.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const narrowing = (box, status, items) => {
    const texts = items.map((item) => fold(item.textContent));
    box.addEventListener("input", () => {
      const wanted = fold(box.value.trim());
      let left = 0;
      items.forEach((item, place) => {
        item.hidden = !texts[place].includes(wanted);
        left += item.hidden ? 0 : 1;
      });
      status.textContent = wanted ? filled(words.namesLeft, { left, all: items.length }) : "";
      box.dispatchEvent(new Event("narrowed", { bubbles: true }));
    });
  };
  for (const names of document.querySelectorAll("form[data-narrows]")) {
    const lists = [...document.querySelectorAll("ul." + names.dataset.narrows)];
    narrowing(names.querySelector("#find"), names.querySelector("[role=status]"), lists.flatMap((list) => [...list.children]));
    names.addEventListener("narrowed", () => {
      for (const list of lists) {
        const none = [...list.children].every((item) => item.hidden);
        list.hidden = none;
        const heading = list.previousElementSibling;
        if (heading && heading.tagName === "H2") heading.hidden = none;
      }
    });
  }
  if (!form) return;

  const nameFilters = () => {
    for (const folded of form.querySelectorAll("details.more")) {
      const facet = folded.closest("fieldset");
      const box = document.createElement("input");
      const status = document.createElement("span");
      const legend = facet.querySelector("legend").firstChild.textContent.trim();
      box.setAttribute("aria-label", filled(words.findIn, { list: legend }));
      box.placeholder = filled(words.findIn, { list: legend });
      box.autocomplete = "off";
      status.setAttribute("role", "status");
      status.className = "meta";
      folded.querySelector("summary").after(box, status);
      narrowing(box, status, [...facet.querySelectorAll("label.option")]);
      box.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
      });
    }
  };
  nameFilters();

  const address = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
    const text = query.toString();
    return form.action + (text ? "?" + text : "");
  };

  // The query that the results on the page answer: a jump within the page is no new one.
  let answered = location.search;
  // What the fields say of what is on the page.
  let shown = address();
  let latest = 0;
  let timer = 0;

  // Puts the answer of the server in the place of the old one; a page that did not come is asked for in the plain way.
  const show = async (url, remember) => {
    const mine = ++latest;
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== latest) return;
      if (!page.getElementById("found")) throw new Error("not a page of results");
      swap(page);
      document.title = page.title;
      if (remember) history.pushState(null, "", answer.url);
      answered = location.search;
      shown = address();
    } catch {
      if (mine === latest) location.assign(url);
    } finally {
      if (mine === latest) form.removeAttribute("aria-busy");
    }
  };

  const swap = (page) => {
    const open = new Map([...form.querySelectorAll("details[data-facet]")].map((d) => [d.dataset.facet, d.open]));
    const active = document.activeElement;
    const ticked = active && active.type === "checkbox" ? [active.name, active.value] : null;
    const chosen = active && active.id && form.contains(active) ? active.id : null;
    for (const selector of ["#filters .panel", "#filter-label", "#found"]) {
      const old = form.querySelector(selector);
      const fresh = page.querySelector(selector);
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    nameFilters();
    for (const details of form.querySelectorAll("details[data-facet]")) {
      if (open.has(details.dataset.facet)) details.open = open.get(details.dataset.facet);
    }
    const box = form.querySelector("input[type=search]");
    if (active !== box) box.value = page.querySelector("input[type=search]").value;
    const boxes = [...form.querySelectorAll("input[type=checkbox]")];
    const again = ticked
      ? boxes.find((b) => b.name === ticked[0] && b.value === ticked[1])
      : chosen && document.getElementById(chosen);
    if (again) {
      const folded = again.closest("details.more");
      if (folded) folded.open = true;
      again.focus({ preventScroll: true });
    }
    // The count is a status that stays on the page, so that its change is read out.
    const count = page.getElementById("count").textContent;
    const status = document.getElementById("count");
    if (status.textContent !== count) status.textContent = count;
  };

  form.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=checkbox], select")) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(address(), true), 250);
  });
  // What was ticked is applied at once here: the button below the filters leads to what they find.
  const filters = document.getElementById("filters");
  form.addEventListener("submit", async (event) => {
    if (!event.submitter || !event.submitter.closest(".apply")) return;
    const box = form.querySelector("input[type=search]");
    if (box.value !== box.defaultValue) return;
    event.preventDefault();
    clearTimeout(timer);
    const url = address();
    if (url !== shown) await show(url, true);
    filters.open = false;
    document.getElementById("results").scrollIntoView();
    const list = document.getElementById("list");
    if (list) list.focus({ preventScroll: true });
  });
  filters.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !filters.open) return;
    filters.open = false;
    filters.querySelector("summary").focus();
  });
  window.addEventListener("popstate", () => {
    if (location.search !== answered) show(location.href, false);
  });
})();
