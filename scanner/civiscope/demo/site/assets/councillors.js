const make = (name, parts = [], attributes = {}) => {
  const element = document.createElement(name);
  Object.assign(element, attributes);
  element.append(...parts);
  return element;
};

const card = ({ name, ward, about }, index) => {
  const picture = make("img", [], { src: "/assets/person.svg", width: 80, height: 80 });
  // Planted: the first picture is left without a description.
  if (index > 0) picture.alt = "";
  else picture.className = "portrait";
  return make("li", [
    picture,
    make("h2", [name]),
    make("p", [`Ward: ${ward}`]),
    make("p", [about]),
  ], { className: "card" });
};

const app = document.getElementById("app");
const answer = await fetch("/council/councillors.json");
const councillors = await answer.json();
app.append(
  make("h1", ["Your councillors"]),
  make("p", ["Six councillors speak for the three wards of Larkmere. They are elected for four years. Write to any of them, whichever ward you live in."]),
  make("ul", councillors.map(card), { className: "cards" }),
);
