// Long passages that are set in italics.
(options, { toolkit, visible, cut }) => toolkit.judgeTextBlocks({ minWords: 30, message: "italic", visible, cut }, (style) => (style.fontStyle !== "normal" ? {} : null))
