// Everything a page does beyond plain HTML. Each part does nothing where its markup is absent.
import { Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink, createAll } from "govuk-frontend";
import { SortableTable } from "@ministryofjustice/frontend";
import { keepTypedText } from "./keep.mjs";
import { followLivePages } from "./live.mjs";
import { resendForms } from "./resend.mjs";
import { closeMenus } from "./menu.mjs";
import { warnBeforeTimeOut } from "./idle.mjs";
import { listenForShortcuts } from "./shortcuts.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink, SortableTable]) {
  createAll(component);
}
closeMenus();
listenForShortcuts();
keepTypedText();
warnBeforeTimeOut();
resendForms();
followLivePages();
