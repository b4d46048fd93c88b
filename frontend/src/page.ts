// On every page. All of it makes things easier; nothing of it is needed to take part.
import htmx from "htmx.org";

import { ceremony } from "./page/ceremony";
import { copying } from "./page/copy";
import { countdown } from "./page/countdown";
import { desk } from "./page/desk";
import { dialogs } from "./page/dialogs";
import { drafts } from "./page/draft";
import { fitting } from "./page/fits";
import { follow } from "./page/follow";
import { placing } from "./page/grid";
import { kinds } from "./page/kinds";
import { limits } from "./page/limits";
import { live } from "./page/live";
import { moments } from "./page/moments";
import { printing } from "./page/print";
import { refresh } from "./page/refresh";
import { staying } from "./page/stay";
import { submitOnce } from "./page/submit";
import { themeSwitch } from "./page/theme";
import { say, words } from "./page/words";

// Nothing that a strict Content-Security-Policy would refuse, and nobody else's server.
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.scrollBehavior = "auto";

// In this order: refused for its length, then asked about, then sent once.
limits();
dialogs();
desk();
submitOnce();
drafts();
refresh();
live();
staying();
follow();
copying();
moments();
printing();
placing();
kinds();
themeSwitch();
countdown();
fitting();
ceremony();

for (const event of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
  document.addEventListener(event, () => say(words("requestFailed")));

// After a form was refused, reading starts where it is said why.
document.querySelector<HTMLElement>("[data-focus-first]")?.focus();
