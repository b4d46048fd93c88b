// What a text can hold. Raise SCHEMA_VERSION in writing/tree.py with every kind that is added.
import { Node, mergeAttributes, type Extensions } from "@tiptap/core";
import { Placeholder } from "@tiptap/extensions/placeholder";
import { StarterKit } from "@tiptap/starter-kit";

const SAFE = /^(https?:\/\/[^\s@]+|mailto:[^\s@]+@[^\s@]+)$/i;

// As the server judges when it shows the text (writing/html.py).
export function isSafeAddress(address: string): boolean {
  return SAFE.test(address.trim());
}

interface PictureOptions {
  mediaUrl: string;
}

// A picture is kept by the number of its media: no address of another site can get in.
export const Picture = Node.create<PictureOptions>({
  name: "image",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ mediaUrl: "" }),
  addAttributes: () => ({
    media: {
      default: null,
      parseHTML: (element) => element.getAttribute("data-media"),
      renderHTML: (attributes) => ({ "data-media": attributes["media"] as string }),
    },
    alt: { default: "" },
  }),
  parseHTML: () => [{ tag: "img[data-media]" }],
  renderHTML({ HTMLAttributes, node }) {
    const src = `${this.options.mediaUrl}${encodeURIComponent(String(node.attrs["media"]))}/`;
    return ["img", mergeAttributes(HTMLAttributes, { src })];
  },
});

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
    Picture.configure({ mediaUrl }),
    Placeholder.configure({ placeholder, showOnlyWhenEditable: true }),
  ];
}
