// The map of boroughs is another way to use the list: a press on it chooses there, and what is chosen there shows here.
const map = document.querySelector('[data-module="heard-borough-map"]');
const list = map && document.getElementById(map.dataset.for);

function show() {
  for (const shape of map.querySelectorAll("[data-borough]")) {
    shape.classList.toggle("heard-map__borough--chosen", shape.dataset.borough === list.value);
  }
}

if (list) {
  map.addEventListener("click", (event) => {
    const shape = event.target.closest("[data-borough]");
    if (!shape) return;
    list.value = list.value === shape.dataset.borough ? "" : shape.dataset.borough;
    show();
  });
  list.addEventListener("change", show);
  addEventListener("pageshow", show); // a browser may fill the list in again after Back
  show();
}
