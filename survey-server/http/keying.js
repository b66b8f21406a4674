// The keying screen's script: keys of the numeric keypad alone. Without it the page works all the same, by Tab and Enter.
//
// The first half is pure and needs no page: what may be typed in a field, what an entry means, and which fields are asked.
// It reads the plan that forms/keying/keying-json.c writes; forms/keying/keying-read.c and forms/survey/routes.c say the same for the server,
// and tests/browser/keying.js compares them.
"use strict";

const keying = (() => {
  const missing = ["", "-", "*"];

  // The codes of an entry as they were typed; null when a part is none. Zeros leave a place of a ranking out.
  function split(field, entry) {
    const digits = entry.replace(/^\/|\/$/, "");
    const parts = digits.match(new RegExp(`.{1,${field.digits}}`, "g")) ?? [];
    const known = (part) => field.codes.some(([typed]) => typed === part);
    const skips = (part) => field.kind === "rank" && /^0+$/.test(part) && part.length === field.digits;
    return parts.every((part) => known(part) || skips(part)) ? parts : null;
  }

  const isAgainst = (entry) => entry.startsWith("/") || entry.endsWith("/");
  const codesOf = (field) => (field.codes.length === 1 ? `Its code is ${field.codes[0][0]}.` : `Its codes are ${field.codes[0][0]} to ${field.codes.at(-1)[0]}.`);
  const noCode = (field, typed) => `${typed} is not a code of ${field.name}. ${codesOf(field)}`;
  const twice = (parts) => parts.find((part, at) => /[1-9]/.test(part) && parts.indexOf(part) !== at);
  const capital = (words) => words[0].toUpperCase() + words.slice(1);

  // What the rule of a choose-many says against these codes, or null.
  function againstRule(field, parts) {
    const alone = parts.find((part) => field.alone?.includes(part));
    if (alone && parts.length > 1) return `${alone} cannot stand with another code of ${field.name}. If they are on the paper, type / after the codes.`;
    if (field.most && parts.length > field.most) return `${field.name} takes ${field.most} at most. If the paper has more, type / after the codes.`;
    if (parts.length && parts.length < field.least && !alone) return `${field.name} asks for ${field.least} at least. If the paper has no more, type / after the codes.`;
    return null;
  }

  // The number as a whole one (12.5 at one place is 125), or null.
  function wholeNumber(field, entry) {
    const found = /^(\d*)(?:[.,](\d*))?$/.exec(entry);
    if (!found || !(found[1] + (found[2] ?? "")) || (found[2] ?? "").length > field.places) return null;
    return Number(found[1] + (found[2] ?? "").padEnd(field.places, "0"));
  }

  function dateValue(entry) {
    const [, day, month, year] = /^(\d\d)(\d\d)(\d{4})$/.exec(entry)?.map(Number) ?? [];
    const date = new Date(Date.UTC(year, month - 1, day));
    const isDay = year >= 1000 && date.getUTCDate() === day && date.getUTCMonth() === month - 1;
    return isDay ? year * 10000 + month * 100 + day : null;
  }

  const inRange = (field, value) => value >= (field.least ?? -Infinity) && value <= (field.most ?? Infinity);

  const checks = {
    one(field, entry) {
      const parts = split(field, entry);
      if (!parts) return noCode(field, entry);
      if (twice(parts)) return `${twice(parts)} is typed twice for ${field.name}. Type each code once.`;
      if (parts.length === 1 && isAgainst(entry)) return `One code with / does not say which others are ticked for ${field.name}. Type every code that is ticked, or / alone.`;
      if (parts.length > 1 && !isAgainst(entry)) return `${field.name} takes one code. If several are ticked, type / first.`;
      return null;
    },
    many(field, entry) {
      const parts = split(field, entry);
      if (!parts) return noCode(field, entry);
      if (twice(parts)) return `${twice(parts)} is typed twice for ${field.name}. Type each code once.`;
      const against = againstRule(field, parts);
      if (!isAgainst(entry)) return against;
      return against || !parts.length ? null : `These may be ticked together for ${field.name}. Leave out the /.`;
    },
    rank(field, entry) {
      const parts = split(field, entry);
      if (!parts) return noCode(field, entry);
      if (isAgainst(entry)) return null;
      if (parts.length > field.places) return `${field.name} has ${field.places} places. If the paper has more, type / after the codes.`;
      if (twice(parts)) return `${twice(parts)} is typed twice for ${field.name}. Type each code once.`;
      return /[1-9]/.test(entry) ? null : `No place is given for ${field.name}. Type - if it is left blank.`;
    },
    number(field, entry) {
      if (entry === "/" || field.codes?.some(([typed]) => typed === entry)) return null;
      if (entry.startsWith("/")) return field.codes ? noCode(field, entry) : `${entry} is not an answer to ${field.name}.`;
      const value = wholeNumber(field, entry);
      if (value === null) return `${entry} is not a number that ${field.name} can have.`;
      return inRange(field, value) ? null : `${entry} is out of the range of ${field.name}. If the paper says so, type * and flag it with +.`;
    },
    date(field, entry) {
      if (entry === "/") return null;
      const value = dateValue(entry);
      if (value === null) return `${entry} is not a date. Type day, month and year of ${field.name} as eight digits.`;
      return inRange(field, value) ? null : `${entry} is out of the range of ${field.name}. If the paper says so, type * and flag it with +.`;
    },
    words(field, entry) {
      return [...entry].length > field.most ? `${field.name} may have ${field.most} characters. Shorten the words, or type / alone: see paper.` : null;
    },
  };

  const clean = (field, entry) => (field.kind === "words" ? entry.trim() : entry.replace(/\s+/g, ""));

  // Null when the entry may stand, else the sentence that says why not.
  function check(field, entry) {
    const keys = clean(field, entry);
    const sentence = missing.includes(keys) ? null : checks[field.kind](field, keys);
    return sentence && capital(sentence);
  }

  // May this be the beginning of an entry? Null, or the sentence that says why not.
  function begins(field, entry) {
    if (entry === "" || field.kind === "words") return null;
    if (missing.includes(entry) || entry === "/") return null;
    if (field.kind === "number" && entry.startsWith("/")) return field.codes?.some(([typed]) => typed.startsWith(entry)) ? null : check(field, entry);
    if (field.kind === "number") return /^\d*[.,]?\d*$/.test(entry) && wholeNumber(field, entry.replace(/[.,]$/, "")) !== null ? null : capital(checks.number(field, entry) ?? "");
    if (field.kind === "date") return /^\d{1,8}$/.test(entry) ? null : `Type day, month and year of ${field.name} as eight digits.`;
    const digits = entry.replace(/^\/|\/$/, "");
    const rest = digits.slice(digits.length - (digits.length % field.digits));
    const parts = split(field, digits.slice(0, digits.length - rest.length));
    const couldBe = (part) => field.codes.some(([typed]) => typed.startsWith(part)) || (field.kind === "rank" && /^0*$/.test(part));
    if (!/^\d*$/.test(digits) || !parts || !couldBe(rest)) return noCode(field, digits.slice(-field.digits) || entry);
    if (twice(parts)) return `${twice(parts)} is typed already.`;
    if (field.kind === "one" && !isAgainst(entry) && digits.length > field.digits) return check(field, entry);
    if (field.kind === "rank" && !isAgainst(entry) && digits.length > field.places * field.digits) return check(field, entry);
    return null;
  }

  // Is nothing more to come, so that the next field may have the focus?
  function isComplete(field, entry) {
    if (entry === "-" || entry === "*") return field.kind !== "words";
    if (field.kind === "one") return entry.length === field.digits && !isAgainst(entry);
    if (field.kind === "rank") return entry.length === field.places * field.digits && !isAgainst(entry);
    if (field.kind === "number") return field.codes?.some(([typed]) => typed === entry) ?? false;
    return field.kind === "date" && entry.length === 8;
  }

  // The values that an entry stands for; none when it is missing, against the rule or wrong.
  function values(field, entry) {
    const keys = clean(field, entry);
    if (missing.includes(keys) || check(field, keys)) return [];
    const code = (part) => field.codes?.find(([typed]) => typed === part)?.[1];
    if (field.kind === "words") return [1];
    if (field.kind === "date") return keys === "/" ? [] : [dateValue(keys)];
    if (field.kind === "number") return keys === "/" ? [] : [code(keys) ?? wholeNumber(field, keys)];
    return isAgainst(keys) ? [] : split(field, keys).map(code).filter((value) => value !== undefined);
  }

  // Which fields are asked, given an entry for each: an array of booleans. A test holds only on its own field's route.
  function routes(plan, entries) {
    const given = plan.map((field, f) => values(field, entries[f]));
    const asked = [];
    const within = (field, value, [from, to]) => value >= (from ?? -Infinity) && value <= (to ?? Infinity) && (from === to || !field.beside?.includes(value));
    const holds = ([kind, a, b]) => {
      if (kind === "and") return holds(a) && holds(b);
      if (kind === "or") return holds(a) || holds(b);
      if (kind === "not") return !holds(a);
      if (kind === "never" || !asked[a]) return false;
      if (kind === "answered") return given[a].length > 0;
      return given[a].some((value) => b.some((range) => within(plan[a], value, range)));
    };
    for (const field of plan) asked.push(!field.if || holds(field.if));
    return asked;
  }

  return { check, begins, isComplete, values, routes };
})();

// ---- The screen ----

if (typeof document !== "undefined" && document.getElementById("key-form")) {
  const screen = document.getElementById("key-form");
  const form = screen.closest("form");
  const status = document.getElementById("key-status");
  const plan = JSON.parse(screen.dataset.plan);
  const boxes = plan.map((field) => document.getElementById(field.id));
  const rows = boxes.map((box) => box.closest(".key-field"));
  const indexOf = (box) => boxes.indexOf(box);
  const isWords = (i) => plan[i].kind === "words";
  const entry = (i) => boxes[i].value;
  const named = (i) => plan[i].name[0].toUpperCase() + plan[i].name.slice(1);
  const walked = boxes.map((box) => box.value !== ""); // seen by the clerk, and left as it is
  let asked = [];
  let isSending = false;

  // ---- What is said ----

  let audio = null;
  function beep() {
    if (!document.getElementById("key-beep").checked) return;
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.2;
    tone.frequency.value = 330;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.12);
  }

  // A live region is read when it changes: the same words again must change too.
  function say(words, isWrong = false) {
    status.textContent = "";
    status.classList.toggle("is-wrong", isWrong);
    requestAnimationFrame(() => (status.textContent = words));
    if (isWrong) beep();
  }

  // ---- The path ----

  function follow() {
    asked = keying.routes(plan, boxes.map((box) => box.value));
    rows.forEach((row, i) => row.classList.toggle("off-route", !asked[i]));
  }

  function go(i) {
    boxes[i].focus();
    if (!isWords(i)) boxes[i].select();
  }

  function goOn(i) {
    const next = asked.findIndex((is, at) => is && at > i);
    if (next >= 0) go(next);
    else (document.getElementById("form-receipt") ?? document.getElementById("form-save")).focus();
  }

  function goBack(i) {
    const before = asked.findLastIndex((is, at) => is && at < i);
    if (before >= 0) go(before);
    else say("This is the first field.");
  }

  // Take what stands in the box and go on; a wrong entry keeps the focus, and everything stays as it was.
  function accept(i) {
    const sentence = keying.check(plan[i], entry(i));
    if (sentence) return say(sentence, true);
    walked[i] = true;
    rows[i].classList.remove("in-error");
    say(!asked[i] && entry(i).trim() !== "" ? `${named(i)} was not asked on this form. What is typed there is kept.` : "");
    goOn(i);
  }

  // ---- Notes ----

  function openNote(i) {
    if (screen.dataset.notes !== "yes") return say("A note is for a form of paper.", true);
    const id = `${plan[i].id}-note`;
    if (!document.getElementById(id)) {
      const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: `Note to the supervisor on ${plan[i].name}` });
      const input = Object.assign(document.createElement("input"), { type: "text", id, name: id, autocomplete: "off" });
      const part = document.createElement("div");
      part.className = "key-note";
      part.append(label, input);
      rows[i].append(part);
    }
    document.getElementById(id).focus();
    say("Note to the supervisor. Enter goes back to the answer.");
  }

  function closeNote(note) {
    const row = note.closest(".key-field");
    if (note.value.trim() === "") note.closest(".key-note").remove();
    go(rows.indexOf(row));
    say("");
  }

  // ---- Keys ----

  const isWhole = (box) => box.selectionStart === 0 && box.selectionEnd === box.value.length;
  const withKey = (box, key) => box.value.slice(0, box.selectionStart) + key + box.value.slice(box.selectionEnd);
  const endsWord = (box) => box.selectionStart === box.value.length && /(^|\s)$/.test(box.value);

  // A key in the box of a field. True when the key is dealt with and must not be typed.
  function press(i, key) {
    const box = boxes[i];
    if (key === "Enter") return accept(i), true;
    if (key === "ArrowUp" || key === "ArrowDown") {
      if (box.tagName === "TEXTAREA" && box.value !== "") return false;
      const to = i + (key === "ArrowUp" ? -1 : 1);
      if (boxes[to]) go(to);
      return true;
    }
    if (key.length > 1) return false;
    if (key === "+" && (!isWords(i) || endsWord(box))) return openNote(i), true;
    if ((key === "." || key === ",") && (box.value === "" || (!isWords(i) && isWhole(box)))) return goBack(i), true;
    const sentence = keying.begins(plan[i], withKey(box, key));
    if (sentence) say(sentence, true);
    return Boolean(sentence);
  }

  // Something was typed: the routes may change, and a whole code leads on by itself.
  function typed(i) {
    follow();
    if (!status.textContent.startsWith("Form ")) say("");
    if (document.getElementById("form-advance").checked && keying.isComplete(plan[i], entry(i))) accept(i);
  }

  function replay(i, key) {
    if (press(i, key) || key.length > 1) return;
    boxes[i].setRangeText(key, boxes[i].selectionStart, boxes[i].selectionEnd, "end");
    typed(i);
  }

  const order = ["form-receipt", "form-save"];

  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const i = indexOf(event.target);
    let isDone = false;
    if (i >= 0 && event.key === "Enter" && event.shiftKey) return;
    if (i >= 0) isDone = press(i, event.key);
    else if (event.key === "Enter" && event.target.id.endsWith("-note")) isDone = (closeNote(event.target), true);
    else if (event.key === "Enter" && event.target.id === order[0]) isDone = (document.getElementById(order[1]).focus(), true);
    else if (event.key === "." && order.includes(event.target.id) && !event.target.value) isDone = (goBack(boxes.length), true);
    if (isDone) event.preventDefault();
  });
  form.addEventListener("input", (event) => {
    const i = indexOf(event.target);
    if (i < 0) return;
    if (event.inputType?.startsWith("delete")) follow();
    else typed(i);
  });
  form.addEventListener("focusin", (event) => {
    const i = indexOf(event.target);
    if (i >= 0 && !isWords(i)) event.target.select();
    if (i >= 0 && isWords(i)) rows[i].append(tokens);
  });

  // Buttons that put a token where the cursor is. They can be typed as well, so Tab passes them by.
  const tokens = document.createElement("p");
  tokens.className = "key-tokens";
  for (const token of screen.dataset.tokens.split(" ")) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: token, tabIndex: -1 });
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const box = tokens.closest(".key-field").querySelector("input, textarea");
      box.setRangeText(token, box.selectionStart, box.selectionEnd, "end");
      box.focus();
      follow();
    });
    tokens.append(button, " ");
  }

  // ---- Saving, and what is typed meanwhile ----

  form.addEventListener("submit", (event) => {
    const verb = event.submitter?.value;
    if (!verb || verb === "save") {
      const left = asked.findIndex((is, i) => is && !walked[i] && entry(i) === "");
      if (left >= 0) {
        event.preventDefault();
        go(left);
        return say(`${named(left)} is asked, and nothing is typed. Press Enter if it is left blank.`, true);
      }
      document.getElementById("form-walked").value = "yes";
    }
    isSending = true;
  });

  const AHEAD = "keys-ahead"; // typed before the next form was there
  document.addEventListener(
    "keydown",
    (event) => {
      if (!isSending || event.ctrlKey || event.altKey || event.metaKey || !/^([-0-9/*+.,]|Enter)$/.test(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      sessionStorage.setItem(AHEAD, JSON.stringify([...JSON.parse(sessionStorage.getItem(AHEAD) ?? "[]"), event.key]));
    },
    true,
  );
  addEventListener("pageshow", () => (isSending = false));

  function takeAhead() {
    const keys = JSON.parse(sessionStorage.getItem(AHEAD) ?? "[]");
    sessionStorage.removeItem(AHEAD);
    while (keys[0] === "Enter") keys.shift(); // Save, pressed twice
    if (keys.length && screen.dataset.fresh !== "yes") return say("What was typed while the page was loading is not taken.", true);
    for (const key of keys) {
      const at = document.activeElement;
      if (indexOf(at) >= 0) replay(indexOf(at), key);
    }
  }

  // ---- The beginning ----

  rows.forEach((row, i) => row.closest(".key-beside") && rows[i - 1].after(row)); // behind its question
  document.querySelector(".key-beside")?.remove();
  for (const part of document.querySelectorAll(".key-script")) part.hidden = false;
  const sound = document.getElementById("key-beep");
  sound.checked = localStorage.getItem("key-beep") === "yes";
  sound.addEventListener("change", () => localStorage.setItem("key-beep", sound.checked ? "yes" : "no"));
  follow();
  const wrong = boxes.findIndex((box) => box.getAttribute("aria-invalid") === "true");
  const empty = asked.findIndex((is, i) => is && entry(i) === "");
  const errors = document.getElementById("errors");
  errors?.addEventListener("keydown", (event) => event.key === "Enter" && event.target === errors && go(Math.max(wrong >= 0 ? wrong : empty, 0)));
  if (!errors) {
    history.replaceState(null, "", location.pathname + location.search); // the first box is for those without a script
    scrollTo(0, 0);
    go(Math.max(empty, 0));
    say(document.querySelector("main .notice")?.textContent ?? "");
  }
  takeAhead();
}
