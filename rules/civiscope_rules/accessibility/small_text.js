// Running text in very small letters.
(options, { toolkit, visible, cut }) => toolkit.judgeTextBlocks({ minWords: 5, message: "small", visible, cut }, (style, element) => {
    const size = Number.parseFloat(style.fontSize);
    return size < 10 && size > 1 && !element.closest("sup,sub") ? { size: Math.round(size * 10) / 10 } : null;
  })
