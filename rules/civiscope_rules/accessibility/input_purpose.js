// Fields that people type into, with what they are called and what they tell autofill.
(options, { all, exposed, name, toolkit }) => {
  const TYPED = /^(text|email|tel|date|textarea)$/;
  const signsIn = (form) => {
    const fields = form ? [...form.elements].filter((field) => TYPED.test(field.type) || field.type === "password") : [];
    return fields.filter((field) => field.type === "password").length === 1 && fields.length <= 2;
  };
  // What stands in no form, on a page without any button, asks for nothing: nobody can send it.
  const sends = !!document.querySelector("button,input[type=submit],input[type=button],input[type=image],[role=button i],[contenteditable=true]");
  return all("input,textarea")
    .filter((field) => TYPED.test(field.type) && (field.form || sends) && !field.readOnly && !toolkit.isDisabled(field) && exposed(field) && !signsIn(field.form))
    .slice(0, 200)
    .map((element) => ({ element, kind: element.type, label: name(element), called: element.name, autocomplete: element.getAttribute("autocomplete") || "" }));
}
