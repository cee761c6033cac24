// For `lessons serve --watch`: reloads the page when what the site shows has changed.
(() => {
  "use strict";
  const home = document.currentScript.dataset.home;
  let seen = null;

  async function look() {
    try {
      // The home page's tag moves with the database and with the notice; an unchanged one costs an empty answer.
      const answer = await fetch(home, { cache: "no-store", headers: seen ? { "If-None-Match": seen } : {} });
      const tag = answer.headers.get("etag");
      if (seen && tag && tag !== seen) {
        location.reload();
        return;
      }
      seen = tag || seen;
    } catch {
      // The server is away for a moment; the next look will find it.
    }
    setTimeout(look, 200);
  }

  look();
})();
