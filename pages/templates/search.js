// Filters while the user types. Without JavaScript the form is sent and the server filters in the same way.
(() => {
  "use strict";
  const form = document.querySelector("form");
  const count = form.querySelector("[role=status]");
  const none = document.querySelector(".none");
  const books = [...document.querySelectorAll("section")].map((section) => {
    const codes = [...section.querySelectorAll(".codes > li")].map((row) => {
      return { row, text: `${section.dataset.book} ${row.textContent}`.toLowerCase() };
    });
    return { section, codes };
  });
  const total = books.reduce((sum, book) => sum + book.codes.length, 0);
  const filter = () => {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const status = form.elements.status.value;
    let shown = 0;
    for (const { section, codes } of books) {
      let shownHere = 0;
      for (const { row, text } of codes) {
        row.hidden = (status && row.dataset.status !== status) || !words.every((word) => text.includes(word));
        shownHere += row.hidden ? 0 : 1;
      }
      section.hidden = shownHere === 0;
      shown += shownHere;
    }
    none.hidden = shown > 0;
    count.textContent = shown === total ? `${total} codes` : `${shown} of ${total} codes`;
  };
  // Keeps the search in the address, so that the user can share the address, and finds the search again after going back.
  const remember = () => {
    const address = new URL(location.href);
    for (const name of ["q", "status"]) {
      const value = form.elements[name].value;
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
  };
  form.addEventListener("input", filter);
  form.addEventListener("change", remember);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember();
  });
  // After going back, the browser restores the form but not the hidden rows.
  addEventListener("pageshow", filter);
})();
