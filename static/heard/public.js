// The public pages. Everything here is a comfort: each page does its job without it.
import { Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, Radios, SkipLink, createAll } from "../govuk/js/govuk-frontend.js";
import { watchKept } from "./kept.js";
import { LeaveThisPage, watchComingBack } from "./leave.js";
import { watchRenewed } from "./renewed.js";
import { watchSending } from "./sending.js";

watchComingBack();
createAll(Button, { preventDoubleClick: true });
for (const Component of [CharacterCount, Checkboxes, ErrorSummary, LeaveThisPage, FileUpload, NotificationBanner, Radios, SkipLink]) {
  createAll(Component);
}
watchKept();
watchRenewed();
watchSending();
// On a small or much enlarged screen the question alone can fill it: the field that a link leads to has to be seen too.
addEventListener("click", (event) => {
  if (event.target.closest(".govuk-error-summary a")) document.activeElement.scrollIntoView({ block: "nearest" });
});
