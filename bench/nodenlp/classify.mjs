// Classifies messages with node-nlp, trained on the same corpus as Burin's own model, the concern files as intents.
// Usage: classify.mjs CORPUS INQUIRIES.jsonl. It trains, prints one line {"train_s","utterances","messages"}, and then
// answers each line read, "classify SECONDS" or "process SECONDS", with one line {"count","rate","cpu_us"}.
//
// node-nlp keeps the tokens of every text it has seen, so each message is classified once: a message that was met
// before, or stands in the corpus word for word, is left out. It is told the language, so it need not guess.
// "tell FILE" is answered with {"concerns"}: the likeliest for each message, {"text","lang"} a line, of the file.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import nodenlp from "node-nlp";

const [corpus, inquiries] = process.argv.slice(2);
const languages = ["en", "zh"];
const concerns = [
  "answer", "cancel", "change", "damaged", "delay", "faq", "general_shipping", "multi", "not_received", "other",
  "payment_dispute", "pre_purchase", "return", "rush", "status", "subscription", "thanks", "unrelated", "wrong_spec",
];

// The labelled segments of a corpus file; the format is in data/corpus/README.md.
function* utterances(language, concern) {
  for (const line of readFileSync(join(corpus, language, concern + ".txt"), "utf8").split("\n")) {
    if (!line) continue;
    const parts = line.replaceAll("\\n", "\n").split(/\{([a-z_]+|-)\}/);
    if (parts.length === 1) yield [parts[0], concern];
    for (let i = 1; i < parts.length; i += 2)
      if (parts[i] !== "-" && parts[i + 1].trim()) yield [parts[i + 1].trim(), parts[i]];
  }
}

async function train() {
  const manager = new nodenlp.NlpManager({
    languages, autoSave: false, autoLoad: false, forceNER: false, nlu: { log: false },
  });
  const seen = new Set();
  let count = 0;
  for (const language of languages)
    for (const concern of concerns)
      for (const [text, intent] of utterances(language, concern)) {
        manager.addDocument(language, text, intent);
        seen.add(text);
        count++;
      }
  await manager.train();
  return [manager, count, seen];
}

// The message and its language, which its id begins with.
function readMessage(line) {
  const inquiry = JSON.parse(line);
  return { text: inquiry.text, language: inquiry.id.split("-")[0] };
}

// The inquiries' messages that are new to node-nlp.
function readMessages(seen) {
  const messages = readFileSync(inquiries, "utf8").trim().split("\n").map(readMessage);
  return messages.filter(({ text }) => !seen.has(text) && seen.add(text));
}

const started = process.hrtime.bigint();
const [manager, count, seen] = await train();
const train_s = Number(process.hrtime.bigint() - started) / 1e9;
const messages = readMessages(seen);
let next = 0;
console.log(JSON.stringify({ train_s, utterances: count, messages: messages.length }));

async function measure(ask, seconds) {
  const start = process.hrtime.bigint();
  const used = process.cpuUsage();
  const end = start + BigInt(Math.round(seconds * 1e9));
  let done = 0, now = start;
  while (now < end && next < messages.length) {
    for (let i = 0; i < 20 && next < messages.length; i++) {
      await ask(messages[next++]);
      done++;
    }
    now = process.hrtime.bigint();
  }
  const cpu = process.cpuUsage(used);
  const rate = done / (Number(now - start) / 1e9);
  return { count: done, rate, cpu_us: (cpu.user + cpu.system) / done };
}

const calls = {
  classify: (message) => manager.classify(message.language, message.text),
  process: (message) => manager.process(message.language, message.text),
};
async function tell(file) {
  const concerns = [];
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const { text, lang } = JSON.parse(line);
    const { classifications } = await manager.classify(lang, text);
    concerns.push(classifications[0].intent);
  }
  return { concerns };
}

for await (const line of createInterface({ input: process.stdin })) {
  const [call, argument] = line.split(" ");
  console.log(JSON.stringify(call === "tell" ? await tell(argument) : await measure(calls[call], Number(argument))));
}
