// What no tool sees, measured in the page: overflow, focus, targets, contrast. Each returns a list of findings.

// Sideways scrolling and clipped text at the size the page now has.
export function overflows(page) {
  return page.evaluate(() => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > window.innerWidth) {
      const wide = [...document.querySelectorAll('body *')].filter((e) => {
        const box = e.getBoundingClientRect();
        return box.width > 1 && (box.right > window.innerWidth + 1 || box.left < -1);
      });
      found.push(`scrolls sideways at ${window.innerWidth} px: ${root.scrollWidth} px wide, first ${wide[0]?.outerHTML.slice(0, 120)}`);
    }
    for (const e of document.querySelectorAll('body *')) {
      const style = getComputedStyle(e);
      const hides = style.overflowX !== 'visible' || style.overflowY !== 'visible';
      if (style.overflowX === 'auto' && e.getAttribute('tabindex') === '0') continue; // scrolls by itself, with the keyboard too
      if (!hides || e.clientWidth <= 1 || ['TEXTAREA', 'INPUT', 'SELECT'].includes(e.tagName)) continue;
      if (style.position === 'absolute' && (e.clientWidth <= 1 || style.clipPath !== 'none')) continue;
      if (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) found.push(`clips its words: ${e.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}

// WCAG 1.4.12.
export function addTextSpacing(page) {
  return page.addStyleTag({
    content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }',
  });
}

// Tab through the whole page: every stop can be seen, is not covered, looks focused, and comes in the order of the page.
export async function tabStops(page, maximum = 150) {
  const found = [];
  const stops = [];
  await page.evaluate(() => {
    document.activeElement?.blur();
    window.getSelection()?.removeAllRanges();
    window.scrollTo(0, 0);
    window.stops_ = [];
    window.previousTop_ = undefined;
    window.look_ = (e) => {
      const s = getComputedStyle(e);
      return [s.outlineStyle === 'none' ? '' : `${s.outlineWidth} ${s.outlineColor}`, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine, s.textDecorationThickness].join('|');
    };
    window.calm_ = new Map([...document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]')].map((e) => [e, window.look_(e)]));
  });
  // Start at the top of the document, wherever an earlier fragment has put the starting point.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  for (let i = 0; i < maximum; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body || e === document.documentElement) return null;
      if (e === window.stops_.at(-1)) return { within: true }; // parts of one control
      if (window.stops_.includes(e)) return null;
      const problems = [];
      const name = `${e.tagName.toLowerCase()}${e.id ? `#${e.id}` : ''} "${(e.labels?.[0]?.textContent ?? e.textContent ?? '').trim().slice(0, 40)}"`;
      const last = window.stops_.at(-1);
      window.stops_.push(e);
      const box = e.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) problems.push(`${name} is focused but has no size`);
      if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) problems.push(`${name} is focused outside the window`);
      const at = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.9], [0.5, 0.1]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
      const free = at.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (top === e || e.contains(top) || top.contains(e) || [...(e.labels ?? [])].some((l) => l.contains(top)));
      });
      if (!free) problems.push(`${name} is covered while focused`);
      const label = e.labels?.[0];
      const looks = window.look_(e) !== window.calm_.get(e) || (label && getComputedStyle(label, '::before').boxShadow !== 'none');
      if (!looks) problems.push(`${name} does not look focused`);
      if (last && !(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) problems.push(`${name} comes before the stop in front of it`);
      // Positions in the page, so that scrolling between two stops does not matter.
      const top = box.top + scrollY;
      if (window.previousTop_ !== undefined && box.bottom + scrollY <= window.previousTop_) problems.push(`${name} is above the stop in front of it`);
      window.previousTop_ = top;
      return { name, problems, isControl: ['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName) };
    });
    if (stop === null) break;
    if (stop.within) continue;
    stops.push(stop);
    found.push(...stop.problems);
  }
  if (stops.length === 0) found.push('nothing can be reached with Tab');
  if (stops.length === maximum) found.push(`more than ${maximum} stops, or a trap`);
  return { found, stops };
}

// Target sizes: options and buttons 44 px tall, all but links inside text 24 px.
export function smallTargets(page) {
  return page.evaluate(() => {
    const found = [];
    const box = (e) => e.getBoundingClientRect();
    for (const e of document.querySelectorAll('a, button, input, select, textarea, summary')) {
      if (e.type === 'hidden' || box(e).width === 0) continue;
      const name = e.outerHTML.slice(0, 100);
      if (e.type === 'radio' || e.type === 'checkbox') {
        const boxes = [box(e), ...[...e.labels].map(box)];
        const height = Math.max(...boxes.map((b) => b.bottom)) - Math.min(...boxes.map((b) => b.top));
        if (height < 43.5) found.push(`option ${height.toFixed(0)} px tall: ${name}`);
        continue;
      }
      const { width, height } = box(e);
      const off = getComputedStyle(e).position === 'absolute' && box(e).bottom <= 0; // a skip link before its focus
      if (off) continue;
      if (e.tagName === 'BUTTON' && height < 43.5) found.push(`button ${height.toFixed(0)} px tall: ${name}`);
      const inText = e.tagName === 'A' && [...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim().length > 1);
      if (!inText && (width < 24 || height < 23.5)) found.push(`target ${width.toFixed(0)} x ${height.toFixed(0)} px: ${name}`);
    }
    return found;
  });
}

// Borders of controls and the focus mark against what is behind them: 3 to 1.
export function faintBorders(page) {
  return page.evaluate(() => {
    const parse = (colour) => {
      const m = /rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)/.exec(colour);
      return m ? { rgb: [m[1], m[2], m[3]].map(Number), alpha: m[4] === undefined ? 1 : Number(m[4]) } : null;
    };
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a, b) => {
      const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
      return (hi + 0.05) / (lo + 0.05);
    };
    const behind = (e) => {
      for (let p = e; p; p = p.parentElement) {
        const c = parse(getComputedStyle(p).backgroundColor);
        if (c && c.alpha === 1) return c.rgb;
      }
      return [255, 255, 255];
    };
    const found = [];
    for (const e of document.querySelectorAll('input, select, textarea')) {
      const style = getComputedStyle(e);
      if (e.type === 'hidden' || e.getBoundingClientRect().width === 0) continue;
      const isNative = (e.type === 'radio' || e.type === 'checkbox') && style.appearance !== 'none' && Number(style.opacity) > 0;
      if (isNative) continue; // the browser's own drawing, which follows the system
      const drawn = Number(style.opacity) === 0 && e.labels[0] ? getComputedStyle(e.labels[0], '::before') : style;
      const colour = parse(drawn.borderTopColor);
      const ratio = colour && parseFloat(drawn.borderTopWidth) > 0 ? contrast(colour.rgb, behind(e.parentElement)) : 1;
      if (ratio < 3) found.push(`border ${ratio.toFixed(2)} to 1: ${e.outerHTML.slice(0, 100)}`);
    }
    for (const e of document.querySelectorAll('a, button, input, select, textarea')) {
      if (e.type === 'hidden' || e.getBoundingClientRect().width === 0) continue;
      e.focus({ preventScroll: true });
      if (document.activeElement !== e) continue;
      const style = getComputedStyle(e);
      const marks = [];
      if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) marks.push(style.outlineColor);
      marks.push(...(style.boxShadow.match(/rgba?\([^)]*\)/g) ?? []));
      if (style.backgroundColor !== 'rgba(0, 0, 0, 0)') marks.push(style.backgroundColor);
      if (e.labels?.[0]) marks.push(...(getComputedStyle(e.labels[0], '::before').boxShadow.match(/rgba?\([^)]*\)/g) ?? []));
      const best = Math.max(0, ...marks.map(parse).filter((c) => c && c.alpha > 0.9).map((c) => contrast(c.rgb, behind(e.parentElement))));
      if (best < 3) found.push(`focus mark ${best.toFixed(2)} to 1: ${e.outerHTML.slice(0, 100)}`);
    }
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    return found;
  });
}

// What a screen reader is told of groups and controls: role, name, description.
export async function spoken(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const roles = ['group', 'radiogroup', 'radio', 'checkbox', 'textbox', 'combobox'];
  return nodes
    .filter((node) => !node.ignored && roles.includes(node.role?.value))
    .map((node) => ({ role: node.role.value, name: node.name?.value ?? '', description: node.description?.value ?? '' }));
}
