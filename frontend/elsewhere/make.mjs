// Makes a text with Tiptap and Yjs themselves, as another house would have it, with nodes and
// marks that we do not know: tests/writing/elsewhere/text.{yjs,json}. With a file as argument, it
// reads an update instead and prints what Tiptap says of it (getJSON()).
import { readFileSync, writeFileSync } from "node:fs";

import { Mark, Node, getSchema } from "@tiptap/core";
import { StarterKit } from "@tiptap/starter-kit";
import { initProseMirrorDoc, updateYFragment } from "@tiptap/y-tiptap";
import * as Y from "yjs";

const block = (name, content, attrs = {}) =>
  Node.create({ name, group: "block", content, addAttributes: () => attrs });
const cells = { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } };
const media = { media: { default: null }, caption: { default: "" } };

const schema = getSchema([
  StarterKit.configure({ undoRedo: false, heading: { levels: [2, 3, 4] } }),
  block("table", "tableRow+"),
  part("tableRow", "(tableCell | tableHeader)*"),
  part("tableCell", "block+", cells),
  part("tableHeader", "block+", cells),
  block("image", "", { ...media, alt: { default: "" } }),
  block("sound", "", { ...media, words: { default: "" } }),
  block("film", "", { ...media, words: { default: "" } }),
  block("callout", "block+", { kind: { default: "note" } }),
  block("taskList", "taskItem+"),
  part("taskItem", "paragraph block*", { checked: { default: false } }),
  block("equation", "", { tex: { default: "" }, options: { default: null } }),
  Node.create({
    name: "footnote", group: "inline", inline: true, atom: true,
    addAttributes: () => ({ text: { default: "" } }),
  }),
  Node.create({
    name: "mention", group: "inline", inline: true, atom: true,
    addAttributes: () => ({ id: { default: null }, label: { default: null } }),
  }),
  Mark.create({ name: "highlight", addAttributes: () => ({ color: { default: null } }) }),
  Mark.create({
    name: "remark", excludes: "", addAttributes: () => ({ thread: { default: null } }),
  }),
]);

function part(name, content, attrs = {}) {
  return Node.create({ name, content, addAttributes: () => attrs });
}

const words = (text, ...marks) => ({ type: "text", text, ...(marks.length ? { marks } : {}) });
const p = (...content) => ({ type: "paragraph", content });
const row = (type, ...texts) => ({
  type: "tableRow",
  content: texts.map((text) => ({ type, content: [p(words(text))] })),
});

const first = {
  type: "doc",
  content: [
    { type: "heading", attrs: { level: 2 }, content: [words("Le café 🌻 👩‍👩‍👧")] },
    p(
      words("Un "), words("lieu", { type: "bold" }, { type: "italic" }),
      { type: "footnote", attrs: { text: "Depuis 1998." } }, { type: "hardBreak" },
      words("vif", { type: "link", attrs: { href: "https://example.org/é?a=1&b=2" } }),
    ),
    { type: "table", content: [row("tableHeader", "Jour", "Qui"), row("tableCell", "lundi", "Ada")] },
    { type: "image", attrs: { media: "m-1", alt: "Un four", caption: "Le « four »" } },
    { type: "sound", attrs: { media: "m-2", words: "On rit.\nFort." } },
    { type: "film", attrs: { media: "m-3", words: "On danse." } },
    { type: "callout", attrs: { kind: "tip" }, content: [p(words("Fermez à clé."))] },
    {
      type: "taskList",
      content: [
        {
          type: "taskItem", attrs: { checked: true },
          content: [
            p(words("Courses")),
            { type: "taskList", content: [{ type: "taskItem", content: [p(words("du pain"))] }] },
          ],
        },
      ],
    },
    { type: "orderedList", attrs: { start: 3 }, content: [{ type: "listItem", content: [p(words("c"))] }] },
    { type: "codeBlock", attrs: { language: "python" }, content: [words("a = 1\nb = 2")] },
    { type: "equation", attrs: { tex: "e^{i\\pi}", options: { wide: true, sizes: [1, 2.5] } } },
    { type: "horizontalRule" },
    p(),
  ],
};

// Then somebody else, who knows the first, changes it and deletes in it.
const second = structuredClone(first);
second.content[1].content.push(
  words(" partout", { type: "highlight", attrs: { color: "#ff0" } }),
  { type: "mention", attrs: { id: "42", label: "Ada" } },
  words("dit", { type: "remark", attrs: { thread: "a" } }, { type: "remark", attrs: { thread: "b" } }),
);
second.content[2].content[1].content[1].content[0].content[0].text = "Nadia";
second.content.splice(9, 1);

function write(doc, tree) {
  const fragment = doc.getXmlFragment("default");
  const { mapping } = initProseMirrorDoc(fragment, schema);
  const meta = { mapping, isOMark: new Map() };
  const node = schema.nodeFromJSON(tree);
  node.check();
  doc.transact(() => updateYFragment(doc, fragment, node, meta));
}

function said(update) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return initProseMirrorDoc(doc.getXmlFragment("default"), schema).doc.toJSON();
}

if (process.argv[2]) {
  console.log(JSON.stringify(said(readFileSync(process.argv[2])), null, 1));
} else {
  const ada = new Y.Doc({ gc: false });
  ada.clientID = 1001;
  write(ada, first);
  const nadia = new Y.Doc();
  nadia.clientID = 1002;
  Y.applyUpdate(nadia, Y.encodeStateAsUpdate(ada));
  write(nadia, second);
  const update = Y.encodeStateAsUpdate(nadia);
  const folder = new URL("../../tests/writing/elsewhere/", import.meta.url);
  writeFileSync(new URL("text.yjs", folder), update);
  writeFileSync(new URL("text.json", folder), `${JSON.stringify(said(update), null, 1)}\n`);
}
