// A heading is neither open nor closed: ARIA 1.2 took that from headings, and the tables of axe-core still grant it.
(options, { all, exposed, role }) => all(":is([aria-expanded=true i],[aria-expanded=false i]):is(h1,h2,h3,h4,h5,h6,[role=heading i])").filter((element) => exposed(element) && role(element) === "heading").map((element) => ({ element }))
