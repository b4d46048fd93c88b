// The editor island: a shared text where the page holds [data-editor].
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { CollaborationCaret } from "@tiptap/extension-collaboration-caret";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import { People, caret, selection } from "./carets";
import { linkDialog } from "./link";
import { Pictures } from "./picture";
import { Provider, type Trouble } from "./provider";
import { schema } from "./schema";
import { Shelf } from "./shelf";
import { Status } from "./status";
import { Toolbar } from "./toolbar";
import { figure, find, words } from "./words";

const LONGEST_PASTE = 200_000;
const FIELD = "default";

// The highest title here is a title of a chapter: those of a word processor begin one above.
function fitTitles(html: string): string {
  return html.replace(/<(\/?)h1\b/gi, "<$1h2").replace(/<(\/?)h[56]\b/gi, "<$1h4");
}

function mount(place: HTMLElement): void {
  let isMounted = false;
  const told = (name: string): string => place.dataset[name] ?? "";
  const doc = new Y.Doc();
  const status = new Status();
  const shelf = new Shelf(told("text"), doc, () => status.notice("storage"));
  const provider: Provider = new Provider({
    doc,
    awareness: new Awareness(doc),
    shelf,
    live: told("live"),
    ticketUrl: told("ticketUrl"),
    onChange: () => {
      if (isMounted) show();
    },
    onTrouble: (trouble) => stopped(trouble),
  });
  const editor = new Editor({
    element: place,
    editable: false,
    injectCSS: false, // the page's policy takes no style from scripts; look/writing.css has it
    extensions: [
      ...schema(told("mediaUrl"), words("placeholder")),
      Collaboration.configure({ document: doc, field: FIELD }),
      CollaborationCaret.configure({
        provider,
        user: { name: told("name"), color: told("colour") },
        render: caret,
        selectionRender: selection,
      }),
    ],
    editorProps: {
      attributes: {
        id: "writing-text",
        class: "prose-text writing-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": words("name"),
        "aria-describedby": "writing-keys",
        lang: told("language"),
        spellcheck: "true",
      },
      transformPastedHTML: fitTitles,
      handlePaste: (_, event) => {
        const data = event.clipboardData;
        // Word processors add a picture of the very words that they give.
        if (data && !data.getData("text/plain") && pictures.take(data.files)) return true;
        return isTooLong(data?.getData("text/plain") || data?.getData("text/html") || "");
      },
      handleDrop: (view, event, _, moved) => {
        const data = event.dataTransfer;
        if (moved || !data) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
        return pictures.take(data.files, at) || isTooLong(data.getData("text/plain"));
      },
      handleKeyDown: (_, event) => {
        if (event.altKey && event.key === "F10") toolbar.focus();
        else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") askLink();
        else return false;
        event.preventDefault();
        return true;
      },
    },
  });
  const pictures = new Pictures(editor, told("mediaUrl"), status);
  const askLink = linkDialog(editor);
  const toolbar = new Toolbar(editor, { link: askLink, image: pictures.open });
  const people = new People(provider.awareness, find("[data-here]"), find("[data-people]"));
  let isShown = false;
  let isStopped = false;

  function isTooLong(pasted: string): boolean {
    const isLong = pasted.length > LONGEST_PASTE;
    if (isLong)
      status.tell("pasteTooLong", { size: figure(pasted.length), limit: figure(LONGEST_PASTE) });
    else status.withdraw("pasteTooLong");
    return isLong;
  }

  // The text as the server rendered it stays until the living one is there.
  function reveal(): void {
    if (isShown || !(provider.synced || shelf.hadWords)) return;
    isShown = true;
    place.hidden = false;
    find("[data-reading]").hidden = true;
    find<HTMLDetailsElement>("[data-plain]").open = false;
  }

  function show(): void {
    reveal();
    status.show(provider.state);
    people.show(provider.synced && provider.state !== "offline" && provider.state !== "unkept");
    const isEditable = isShown && !isStopped && !provider.frozen;
    if (editor.isEditable !== isEditable) editor.setEditable(isEditable, false);
    find("[data-tools]").hidden = !isEditable;
    find("[data-plain]").hidden = provider.frozen;
    if (provider.frozen) closed();
    else ["closedText", "closedLate"].forEach((name) => status.withdraw(name));
  }

  function closed(): void {
    const home = document.querySelector<HTMLAnchorElement>("[data-home]");
    const link = home?.cloneNode(true) as HTMLAnchorElement | undefined;
    if (link) link.className = "go";
    status.notice("closedText", { title: words("closedTitle"), kind: "success", link });
    if (provider.isLate) status.notice("closedLate");
  }

  function stopped(trouble: Trouble): void {
    // Of a change that was too large, its author can undo it.
    isStopped = trouble !== "tooMuch";
    status.notice(trouble);
    show();
  }

  addEventListener("beforeunload", (event) => {
    if (!provider.isSafe) event.preventDefault();
  });
  find("[data-bar]").hidden = false;
  isMounted = true;
  void shelf.load().then(() => {
    show();
    provider.start();
  });
}

document.querySelectorAll<HTMLElement>("[data-editor]").forEach(mount);
