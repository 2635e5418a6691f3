// A link such as `../SECURITY.md` leaves the book: it leads to the file in the repository.
for (const link of document.querySelectorAll('main a[href^="../"]')) {
    link.href = link.getAttribute("href").replace(/^\.\.\//, "https://github.com/errorbook/errorbook/blob/main/").replace(/\.html(?=#|$)/, ".md");
}
