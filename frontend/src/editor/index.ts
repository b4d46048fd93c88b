// The editor island: a shared text where the page holds [data-editor].
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import type { Slice } from "@tiptap/pm/model";
import { NodeSelection } from "@tiptap/pm/state";
import * as Y from "yjs";

import type { Apart } from "./apart";
import { CalmAwareness } from "./calm";
import { seeCaret } from "./caret";
import { Carets } from "./carets";
import { downloadLink, toBranch } from "./download";
import { footnoteDialog } from "./footnote";
import { keysDialog, tickKey, titleKey } from "./keys";
import { linkDialog } from "./link";
import { Media } from "./media";
import { blocksOf } from "./paste/plain";
import { cleaned } from "./paste";
import { Passages, Unwritable } from "./passages";
import { People } from "./people";
import { prompts } from "./prompts";
import { Provider, type Trouble } from "./provider";
import { Remarks } from "./remarks";
import { schema } from "./schema";
import { Shelf } from "./shelf";
import { Status } from "./status";
import { Toolbar } from "./toolbar";
import { figure, find, words } from "./words";

const LONGEST_PASTE = 200_000;
const FIELD = "default";
const COMPOSED = 229; // the code of a key that goes into a letter not finished yet

function mount(place: HTMLElement): void {
  let isMounted = false;
  const told = (name: string): string => place.dataset[name] ?? "";
  const doc = new Y.Doc();
  const status = new Status();
  const shelf = new Shelf(
    told("text"),
    doc,
    () => status.notice("storage", { kind: "error" }),
    () => status.withdraw("storage"),
  );
  const isCommenter = told("level") === "comment";
  const passages = new Passages();
  const provider: Provider = new Provider({
    doc,
    awareness: new CalmAwareness(doc),
    shelf,
    text: told("text"),
    branchUrl: told("branchUrl"),
    live: told("live"),
    ticketUrl: told("ticketUrl"),
    onChange: () => {
      if (isMounted) show();
    },
    beforeNews: seeCaret,
    isCommenter,
    onRemarks: () => void remarks.refresh(),
    onTrouble: (trouble) => stopped(trouble),
    onApart: (apart) => parted(apart),
  });
  const editor = new Editor({
    element: place,
    editable: false,
    injectCSS: false, // the page's policy takes no style from scripts; look/writing.css has it
    extensions: [
      ...schema(told("mediaUrl"), words("placeholder")),
      Collaboration.configure({ document: doc, field: FIELD }),
      Carets.configure({
        awareness: provider.awareness,
        user: { name: told("name"), color: told("colour") },
      }),
      passages.extension,
      ...(isCommenter ? [Unwritable] : []),
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
        ...(isCommenter ? { "aria-readonly": "true", inputmode: "none" } : {}),
      },
      // The caret stays clear of the bar above.
      scrollThreshold: { top: 150, bottom: 40, left: 0, right: 0 },
      scrollMargin: { top: 160, bottom: 60, left: 0, right: 0 },
      transformPastedHTML: (html) => {
        const { html: fit, lostPictures } = cleaned(html, told("mediaUrl"));
        if (lostPictures) status.notice("picturesLost", { kind: "info" });
        else status.withdraw("picturesLost");
        return fit;
      },
      clipboardTextParser: (text, $at, _, view) =>
        blocksOf(text, view.state.schema, $at.marks()) as Slice, // without blocks, as the editor does
      handlePaste: (_, event) => {
        const data = event.clipboardData;
        // Word processors add a picture of the very words that they give.
        if (data && !data.getData("text/plain") && media.take(data.files)) return true;
        return isTooLong(data?.getData("text/plain") || data?.getData("text/html") || "");
      },
      handleDrop: (view, event, _, moved) => {
        const data = event.dataTransfer;
        if (moved || !data) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
        return media.take(data.files, at) || isTooLong(data.getData("text/plain"));
      },
      handleKeyDown: (_, event) => isKey(event) && (event.preventDefault(), true),
      handleClickOn: (view, _, node, at) => {
        if (node.type.name !== "footnote") return false;
        view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)));
        askFootnote();
        return true;
      },
      handleDoubleClickOn: () => media.change(),
    },
  });
  const media = new Media(editor, told("mediaUrl"), told("uploadsUrl"), status);
  const askLink = linkDialog(editor);
  const askFootnote = footnoteDialog(editor);
  const toolbar = new Toolbar(editor, {
    link: askLink,
    image: () => media.choose("image"),
    sound: () => media.choose("sound"),
    film: () => media.choose("film"),
    change: () => media.change(),
    footnote: askFootnote,
    comment: () => remarks.comment(),
    suggest: () => remarks.suggest(),
    keys: keysDialog(editor),
  });
  const remarks = new Remarks(editor, passages, status);
  const showPrompts = prompts(editor);
  const people = new People(
    provider.awareness,
    find("[data-here]"),
    find("[data-people]"),
    find("[data-said-people]"),
  );
  let isShown = false;
  let isStopped = false;

  function isKey(event: KeyboardEvent): boolean {
    if (event.keyCode !== COMPOSED) seeCaret();
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.altKey && event.key === "F10") toolbar.focus();
    else if (isCommand && !event.altKey && event.key.toLowerCase() === "k") askLink();
    else if (remarks.isKey(event)) return true;
    else if (event.key === "Enter" && editor.isActive("footnote")) askFootnote();
    else if (event.key === "Enter" && media.change()) return true;
    else return tickKey(editor, event) || titleKey(editor, event);
    return true;
  }

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
    const plain = document.querySelector<HTMLDetailsElement>("[data-plain]");
    if (plain) plain.open = false;
    void remarks.refresh();
  }

  function show(): void {
    reveal();
    status.show(provider.state);
    people.show(provider.synced && provider.state !== "offline" && provider.state !== "unkept");
    const isEditable = isShown && !isStopped && !provider.frozen && !provider.isParting;
    if (editor.isEditable !== isEditable) editor.setEditable(isEditable, false);
    showPrompts();
    find("[data-tools]").hidden = !isEditable || isCommenter;
    const plain = document.querySelector<HTMLElement>("[data-plain]");
    if (plain) plain.hidden = provider.frozen;
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

  // The server has this copy: what the page shows begins anew, or stays to be read.
  function parted({ reason, isKept, branch, trouble }: Apart): void {
    if (isKept) status.withdraw("closedLate");
    if (!isKept) {
      status.notice("apartRefused", { link: toFile() });
      if (trouble) status.tell("apartWhy", { why: trouble });
    } else if (reason === "other_past") location.reload();
    else if (branch) status.notice("closedApart", { link: toBranch(branch) });
  }

  function toFile(): HTMLAnchorElement {
    return downloadLink(doc, FIELD, document.title, words("download"));
  }

  function stopped(trouble: Trouble): void {
    // Of a change that was too large, its author can undo it.
    isStopped = trouble !== "tooMuch";
    const isOnlyHere = !provider.isAllSaved && trouble !== "oldEditor";
    status.notice(trouble, { link: isOnlyHere ? toFile() : undefined });
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
