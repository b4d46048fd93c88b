// What a text can hold. Raise SCHEMA_VERSION in writing/tree.py with every kind that is added.
import type { Extensions } from "@tiptap/core";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { Placeholder } from "@tiptap/extensions/placeholder";
import { StarterKit } from "@tiptap/starter-kit";

import { figures } from "./figures";
import { OneHash } from "./keys";
import { Callout, Footnote } from "./notes";
import { tables } from "./tables";
import { words } from "./words";

const SAFE = /^(https?:\/\/[^\s@]+|mailto:[^\s@]+@[^\s@]+)$/i;

// As the server judges when it shows the text (writing/html).
export function isSafeAddress(address: string): boolean {
  return SAFE.test(address.trim());
}

export function schema(mediaUrl: string, placeholder: string): Extensions {
  return [
    StarterKit.configure({
      undoRedo: false, // what others typed is not ours to undo: Collaboration knows
      trailingNode: false, // or each who opens the text would change it
      codeBlock: false,
      underline: false,
      heading: { levels: [2, 3, 4] },
      dropcursor: { color: false, class: "writing-drop" },
      link: {
        openOnClick: false,
        // Two who write at once would each make the link.
        autolink: false,
        linkOnPaste: true,
        defaultProtocol: "https",
        isAllowedUri: (address) => isSafeAddress(address),
        HTMLAttributes: { target: null, rel: "nofollow noopener noreferrer", class: null },
      },
    }),
    ...figures.map((figure) => figure.configure({ mediaUrl })),
    ...tables(),
    TaskList,
    TaskItem.configure({
      nested: true,
      a11y: { checkboxLabel: (item) => words("taskSaid", { text: item.firstChild?.textContent ?? "" }) },
    }),
    Callout,
    Footnote,
    OneHash,
    Placeholder.configure({ placeholder, showOnlyWhenEditable: true }),
  ];
}
