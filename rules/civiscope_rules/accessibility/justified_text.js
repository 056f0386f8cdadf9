// Running text that is stretched to both edges.
(options, { toolkit, visible, cut }) => toolkit.judgeTextBlocks({ minWords: 30, message: "justified", visible, cut }, (style, element) => {
    const line = Number.parseFloat(style.lineHeight) || 1.2 * Number.parseFloat(style.fontSize);
    return style.textAlign === "justify" && element.clientHeight > 2.5 * line ? {} : null;
  })
