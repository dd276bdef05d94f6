// The offline page begins in the first of the browser's languages that it speaks. Without a script it begins in English.
(() => {
  "use strict";
  const own = (navigator.languages ?? [navigator.language])
    .map((tag) => document.querySelector(`section[lang="${CSS.escape(tag.split("-")[0].toLowerCase())}"]`))
    .find(Boolean);
  if (!own) return;
  own.parentElement.querySelector("section").before(own);
  document.documentElement.lang = own.lang;
  document.documentElement.dir = own.dir;
  document.title = own.dataset.title;
})();
