// A picture that the Tab key reaches is not passed over, whatever its empty text says.
(options, { all, exposed, name, toolkit }) => all("img[alt=''][tabindex]").filter((element) => toolkit.tabbable(element) && exposed(element) && !name(element))
