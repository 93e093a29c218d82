import type { Page } from "playwright-core";

/**
 * Visible texts that are too faint for their background: below 4.5 to 1, or 3 to 1 where the letters are large.
 * What is switched off is exempt. https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export function contrastProblems(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`{
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    /** Any CSS color as red, green, blue and alpha, 0 to 255. */
    const channels = (color) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const background = (element) => {
      for (let each = element; each; each = each.parentElement) {
        const color = channels(getComputedStyle(each).backgroundColor);
        if (color[3] > 0) return color;
      }
      return [255, 255, 255, 255];
    };
    const luminance = (color) => {
      const [red, green, blue] = color.map((channel) => {
        const share = channel / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ratio = (one, other) => {
      const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (bright + 0.05) / (dark + 0.05);
    };
    const problems = [];
    for (const element of document.body.querySelectorAll("*")) {
      const text = element.matches("input")
        ? element.value || element.placeholder
        : [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
      if (!text || !element.checkVisibility() || element.closest("noscript")) continue;
      if (element.matches(":disabled *, :disabled")) continue;
      const style = getComputedStyle(element, element.matches("input") && !element.value ? "::placeholder" : undefined);
      const behind = background(element);
      const share = Number(style.opacity);
      const front = channels(style.color).map((channel, index) => channel * share + behind[index] * (1 - share));
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const found = ratio(front, behind);
      if (found < (isLarge ? 3 : 4.5)) problems.push(text.slice(0, 40) + ": " + found.toFixed(2));
    }
    problems
  }`);
}

/**
 * What does not fit the window sideways, what is too small to be touched (44 px high, links in a text apart), buttons whose
 * words are on two lines, and short texts broken where no word ends.
 */
export function layoutProblems(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`{
    const problems = [];
    const lines = (element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    };
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) problems.push("the page scrolls sideways");
    for (const element of document.body.querySelectorAll("*")) {
      if (!element.checkVisibility() || element.closest(".visually-hidden, .skip, svg, noscript")) continue;
      const name = (element.innerText || element.id || element.tagName).slice(0, 40);
      const box = element.getBoundingClientRect();
      if (box.width > 0 && (box.left < -0.5 || box.right > width + 0.5)) problems.push(name + " sticks out");
      const isTouched = element.matches("button, input, a") && !element.closest("p");
      // One word, or a button's few, belong on one line.
      const text = element.innerText?.trim() ?? "";
      const isOneLine = element.children.length === 0 && text.length < 16 && (!/\\s/.test(text) || element.matches(".button"));
      if (isOneLine && lines(element) > 1) problems.push(name + " is broken over lines");
      if (isTouched && box.height < 44) problems.push(name + " is " + box.height + " px high");
    }
    problems
  }`);
}
