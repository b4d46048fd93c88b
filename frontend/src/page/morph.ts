// One part of a page becomes what the server says it is now. What did not change is not touched:
// focus, an open <details>, scroll and what somebody types stay as they are.

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function isField(node: Node): node is Field {
  return (
    node instanceof HTMLInputElement ||
    node instanceof HTMLTextAreaElement ||
    node instanceof HTMLSelectElement
  );
}

function isTyped(field: Field): boolean {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  if (field instanceof HTMLInputElement) {
    if (["hidden", "submit", "button"].includes(field.type)) return false;
    if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  }
  return field.value !== field.defaultValue;
}

// Somebody has begun something in it that only this page knows.
export function isBegun(part: Element): boolean {
  const fields = [...part.querySelectorAll<Field>("input, textarea, select")];
  return fields.some(isTyped) || (isField(part) && isTyped(part));
}

function isOneOf(node: Node, next: Node): boolean {
  if (node.nodeType !== next.nodeType || node.nodeName !== next.nodeName) return false;
  return !(node instanceof Element) || node.id === (next as Element).id;
}

function takeAttributes(node: Element, next: Element): void {
  // The person's own hand, not the server's: whether it is open, what is ticked.
  const kept = node instanceof HTMLDetailsElement ? ["open"] : [];
  for (const { name } of [...node.attributes])
    if (!next.hasAttribute(name) && !kept.includes(name)) node.removeAttribute(name);
  for (const { name, value } of next.attributes)
    if (node.getAttribute(name) !== value && !kept.includes(name)) node.setAttribute(name, value);
}

function takeChildren(node: Element, next: Element): void {
  const named = new Map<string, Element>();
  for (const child of node.children) if (child.id) named.set(child.id, child);
  let here: ChildNode | null = node.firstChild;
  for (const wanted of [...next.childNodes]) {
    const id = wanted instanceof Element ? wanted.id : "";
    const known = id ? named.get(id) : undefined;
    // Those in between that are to stay further down have a name, and are found by it.
    while (!known && here instanceof Element && here.id && !next.querySelector(`#${CSS.escape(here.id)}`)) {
      const gone: Element = here;
      here = here.nextSibling;
      if (!isBegun(gone)) gone.remove();
    }
    if (known && known !== here) node.insertBefore(known, here);
    else if (!known && (!here || !isOneOf(here, wanted) || (here instanceof Element && here.id))) {
      node.insertBefore(document.importNode(wanted, true), here);
      continue;
    }
    const match: ChildNode = known ?? here!;
    here = match.nextSibling;
    morph(match, wanted);
  }
  while (here) {
    const rest: ChildNode = here;
    here = here.nextSibling;
    if (!(rest instanceof Element) || !isBegun(rest)) rest.remove();
  }
}

export function morph(node: Node, next: Node): void {
  if (node instanceof Element && next instanceof Element) {
    // A form that keeps its draft belongs to the script that keeps it, and a token to its page.
    if (node.matches("form[data-draft], input[name=csrfmiddlewaretoken]")) return;
    if (isField(node) && isTyped(node)) return;
    takeAttributes(node, next);
    if (node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement) {
      if (node.innerHTML !== next.innerHTML) node.innerHTML = next.innerHTML;
    } else takeChildren(node, next);
  } else if (node.nodeValue !== next.nodeValue) node.nodeValue = next.nodeValue;
}
