// The camera, where the browser lets it be used: only over https, or on the machine itself.
export function offerScanning(root: ParentNode, found: (text: string) => void): void {
  const button = root.querySelector<HTMLElement>("[data-scan]");
  const isAllowed = isSecureContext && !!navigator.mediaDevices?.getUserMedia;
  root.querySelector("[data-no-camera]")?.toggleAttribute("hidden", isAllowed);
  if (!button || !isAllowed) return;
  button.hidden = false;
  button.addEventListener("click", () => void import("./scan").then((module) => module.scan(found)));
}
