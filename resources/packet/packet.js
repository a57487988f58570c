// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const storeName = "tiebreak-packet-" + data.packet;
  const byId = new Map(data.cards.map((card) => [card.id, card]));

  // answers: card -> {outcome, ranks, score, reason, time}; order: what was answered or skipped, newest last.
  let state = { who: "", answers: {}, queue: data.cards.map((card) => card.id), order: [], picks: [], level: false };
  let kept = true;

  const load = () => {
    try {
      const text = localStorage.getItem(storeName);
      if (text) {
        const old = JSON.parse(text);
        const known = old.queue.filter((id) => byId.has(id));
        state = { ...state, who: old.who, answers: old.answers, queue: known, order: old.order };
      }
      localStorage.setItem(storeName + "-try", "1");
      localStorage.removeItem(storeName + "-try");
    } catch (error) {
      kept = false;
    }
  };
  const keep = () => {
    try {
      localStorage.setItem(storeName, JSON.stringify({ who: state.who, answers: state.answers, queue: state.queue, order: state.order }));
    } catch (error) {
      kept = false;
    }
  };

  // Text of models goes in as text and as nothing else.
  const made = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; }
    if (name) { element.className = name; }
    return element;
  };
  const button = (key, words, name, act) => {
    const element = made("button", undefined, name);
    if (key) { element.append(made("kbd", key)); }
    element.append(words);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };

  const current = () => byId.get(state.queue[0]);
  const doneCount = () => Object.keys(state.answers).length;
  const show = (id) => {
    for (const page of ["start", "work", "end"]) { at(page).hidden = page !== id; }
    window.scrollTo(0, 0);
  };

  const scoresOf = () => {
    const list = [];
    for (let score = data.rubric.min; score <= data.rubric.max; ++score) { list.push(score); }
    return list;
  };
  const typedScore = () => data.mode === "rubric" && data.rubric.max - data.rubric.min > 10;

  const say = (outcome, more) => {
    const card = current();
    if (!card) { return; }
    state.answers[card.id] = { outcome, reason: at("reason").value.trim(), time: Date.now(), ...more };
    state.order.push(card.id);
    state.queue.shift();
    keep();
    draw();
  };
  const skip = () => {
    if (state.queue.length > 1) {
      state.order.push(state.queue[0]);
      state.queue.push(state.queue.shift());
      keep();
      draw();
    }
  };
  const back = () => {
    const id = state.order.pop();
    if (id === undefined) { return; }
    const old = state.answers[id];
    delete state.answers[id];
    state.queue = [id, ...state.queue.filter((other) => other !== id)];
    keep();
    draw();
    if (old && old.reason) { at("reason").value = old.reason; }
  };
  const pick = (number) => {
    const card = current();
    if (!card) { return; }
    if (data.mode === "rubric") {
      const score = scoresOf().find((each) => each % 10 === number && (each !== 0 || number === 0));
      if (!typedScore() && score !== undefined) { say("scored", { score }); }
      return;
    }
    if (number < 1 || number > card.answers.length) { return; }
    if (data.mode === "pair") {
      say(String(number));
    } else if (!state.picks.some((place) => place.answer === number)) {
      const last = state.picks.length ? state.picks[state.picks.length - 1].rank : 0;
      state.picks.push({ answer: number, rank: state.level && last ? last : last + 1 });
      state.level = false;
      drawRanks();
    }
  };
  const ranks = () => {
    const card = current();
    const last = state.picks.length ? state.picks[state.picks.length - 1].rank : 0;
    return card.answers.map((_, k) => (state.picks.find((place) => place.answer === k + 1) || { rank: last + 1 }).rank);
  };
  const finishRanks = () => {
    if (current() && data.mode === "rank" && state.picks.length >= current().answers.length - 1) { say("ranked", { ranks: ranks() }); }
  };

  const drawRanks = () => {
    if (data.mode !== "rank") { return; }
    const last = state.picks.length ? state.picks[state.picks.length - 1].rank : 0;
    document.querySelectorAll("button.answer").forEach((element, k) => {
      const place = state.picks.find((each) => each.answer === k + 1);
      element.setAttribute("aria-pressed", place ? "true" : "false");
      element.lastChild.textContent = place ? "Place " + place.rank : state.level && last ? "Also place " + last : last ? "Next, place " + (last + 1) : "Best";
    });
    at("done").disabled = state.picks.length < current().answers.length - 1;
  };

  const drawCard = (card) => {
    const fields = at("fields");
    fields.replaceChildren();
    for (const [name, value] of card.fields) {
      fields.append(made("dt", name), made("dd", value, name.split(" ")[0]));
    }
    const answers = at("answers");
    answers.replaceChildren();
    answers.className = card.answers.length > 3 ? "stacked" : "";
    card.answers.forEach((turns, k) => {
      const article = made("article");
      article.setAttribute("aria-label", "Answer " + (k + 1));
      if (data.mode !== "rubric") { article.append(made("div", String(k + 1), "number")); }
      const text = made("div", undefined, "text");
      turns.forEach((turn, t) => {
        if (turns.length > 1) { text.append(made("div", "Turn " + (t + 1), "turn")); }
        text.append(turn.trim() ? made("div", turn) : made("div", "an empty answer", "turn"));
      });
      article.append(text);
      if (data.mode !== "rubric") {
        const words = data.mode === "rank" ? "Best" : k === 0 ? "First is better" : "Second is better";
        article.append(button(String(k + 1), words, "answer", () => pick(k + 1)));
      }
      answers.append(article);
    });
    if (data.mode === "rubric") {
      const side = made("article");
      side.append(made("div", data.rubric.criteria, "text"));
      if (typedScore()) {
        const field = made("input");
        field.type = "number";
        field.id = "score";
        field.min = data.rubric.min;
        field.max = data.rubric.max;
        field.setAttribute("aria-label", "Score, " + data.rubric.min + " to " + data.rubric.max);
        const give = () => {
          const score = field.valueAsNumber;
          if (score >= data.rubric.min && score <= data.rubric.max) { say("scored", { score }); } else { field.focus(); }
        };
        field.addEventListener("keydown", (event) => { if (event.key === "Enter") { give(); } });
        side.append(field, button("", "Give this score", "answer", give));
      } else {
        scoresOf().reverse().forEach((score) => {
          const words = data.rubric.yes_no ? (score === 0 ? "No" : "Yes") : data.rubric.descriptions[score - data.rubric.min];
          side.append(button(String(score % 10), data.rubric.yes_no ? words : words ? score + ": " + words : String(score), "answer",
            () => say("scored", { score })));
        });
      }
      answers.append(side);
    }
    const keys = at("keys");
    keys.replaceChildren();
    if (data.mode === "rank") {
      const done = button("Enter", "Done", "", finishRanks);
      done.id = "done";
      keys.append(done);
    }
    if (data.mode !== "rubric") {
      keys.append(button("0", data.mode === "rank" ? "All level" : "Tie", "", () => say("tie")),
        button("X", data.mode === "rank" ? "All bad" : "Both bad", "", () => say("bad")));
    }
    keys.append(button("?", "Cannot judge", "", () => say("cannot")), button("Space", "Skip", "", skip));
    if (data.mode === "rank") {
      const hint = made("div", "Choose the best answer first, then the next. = puts the next one level with the last, Backspace takes the last place back.");
      hint.id = "hint";
      keys.append(hint);
    }
    at("reason").value = "";
  };

  const draw = () => {
    state.picks = [];
    state.level = false;
    at("count").textContent = doneCount() + " of " + data.cards.length;
    at("bar").value = doneCount() / data.cards.length;
    at("back").disabled = state.order.length === 0;
    const card = current();
    if (!card) { finish(); return; }
    show("work");
    drawCard(card);
    drawRanks();
    at("card").focus({ preventScroll: true });
  };

  const result = () => JSON.stringify({
    tiebreak_packet_answers: 1,
    packet: data.packet,
    annotator: state.who,
    labels: data.cards.filter((card) => state.answers[card.id]).map((card) => ({ card: card.id, ...state.answers[card.id] }))
  });
  const saveFile = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([result()], { type: "application/json" }));
    link.download = "answers-" + data.packet.slice(0, 8) + "-" + (state.who.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40) || "me") + ".json";
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const finish = () => {
    const left = data.cards.length - doneCount();
    at("endTitle").textContent = left === 0 ? "Thank you, that was all" : "Saved so far";
    at("endText").textContent = (left === 0 ? "All " + data.cards.length + " cards are answered. " : doneCount() + " cards are answered, " + left +
      " are left; you can go on and save again, the newer file then counts. ") + "Please send back the small file that was saved.";
    at("more").hidden = false;
    at("more").textContent = left === 0 ? "Change the last answer" : "Back to the cards";
    at("copy").value = result();
    show("end");
    saveFile();
  };

  const begin = () => {
    const name = at("who").value.trim();
    at("need").hidden = name !== "";
    if (name === "") { at("who").focus(); return; }
    state.who = name;
    keep();
    draw();
  };

  document.addEventListener("keydown", (event) => {
    if (at("work").hidden) { return; }
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (typing) {
      if (event.target.id === "reason" && (event.key === "Enter" || event.key === "Escape")) {
        if (event.key === "Escape") { event.target.value = ""; }
        at("card").focus({ preventScroll: true });
        event.preventDefault();
      }
      return;
    }
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if ((event.ctrlKey || event.metaKey || event.altKey) && !undo) { return; }
    const onButton = event.target instanceof HTMLButtonElement && (event.key === " " || event.key === "Enter");
    if (onButton) { return; }
    const key = event.key.toLowerCase();
    if (undo) { back(); }
    else if (key === "0" && data.mode !== "rubric") { say("tie"); }
    else if (/^[0-9]$/.test(key)) { pick(Number(key)); }
    else if (key === "x" && data.mode !== "rubric") { say("bad"); }
    else if (key === "?") { say("cannot"); }
    else if (key === " ") { skip(); }
    else if (key === "r") { at("reason").focus(); }
    else if (key === "=" && data.mode === "rank") { state.level = true; drawRanks(); }
    else if (key === "backspace" && data.mode === "rank") { state.picks.pop(); state.level = false; drawRanks(); }
    else if (key === "enter" && data.mode === "rank") { finishRanks(); }
    else { return; }
    event.preventDefault();
  });
  at("begin").addEventListener("click", begin);
  at("who").addEventListener("keydown", (event) => { if (event.key === "Enter") { begin(); } });
  at("save").addEventListener("click", finish);
  at("again").addEventListener("click", saveFile);
  at("more").addEventListener("click", () => { if (current()) { draw(); } else { back(); } });
  at("back").addEventListener("click", back);

  load();
  at("unkept").hidden = kept;
  at("who").value = state.who;
  const what = { pair: "two answers to one question", rank: "several answers to one question", rubric: "one answer to one question" }[data.mode];
  at("about").textContent = "There are " + data.cards.length + " cards. Each shows " + what + ". Who wrote them is not shown, and their order is shuffled.";
  const how = {
    pair: ["Choose the better answer by its button, or by the keys 1 and 2.", "0 is a tie, X says that both are bad, ? that you cannot judge; Space puts a card off.", "Ctrl+Z, or Previous card, goes back and lets you choose again."],
    rank: ["Choose the best answer first, then the next best, and so on; then press Done.", "0 puts all level, X says that all are bad, ? that you cannot judge; Space puts a card off.", "Ctrl+Z, or Previous card, goes back and lets you choose again."],
    rubric: ["Give the answer a score by the criteria beside it.", "? says that you cannot judge; Space puts a card off.", "Ctrl+Z, or Previous card, goes back and lets you choose again."]
  }[data.mode];
  for (const line of [...how, "A few cards may come back with the sides swapped. Judge them afresh."]) { at("how").append(made("li", line)); }
  if (doneCount() > 0) { at("begin").textContent = "Go on, " + doneCount() + " of " + data.cards.length + " done"; }
  show("start");
})();
