// The welcome desk and the tablet at the door. What they need is loaded only there.
import { KEEPER } from "./desk/name";

export function desk(): void {
  if (document.querySelector("[data-desk]")) void import("./desk/desk").then((module) => module.start());
  else if (document.querySelector("[data-kiosk-start], [data-kiosk-form]"))
    void import("./desk/kiosk").then((module) => module.start());
  else forgetWhenSignedOut();
}

// The list of visitors stays on a device only while somebody who keeps the desk is signed in there.
function forgetWhenSignedOut(): void {
  const isSignedIn = document.querySelector("form[action$='/sign-out/']");
  if (!isSignedIn && localStorage.getItem(KEEPER))
    void import("./desk/shelf").then((module) => module.forgetLists());
}
