// The public pages. Everything here is a comfort: each page does its job without it.
import { Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, FileUpload, NotificationBanner, Radios, SkipLink, createAll } from "../govuk/js/govuk-frontend.js";
import { leaveNoWords } from "./leave.js";

// Before GOV.UK's own part, which starts the journey away from the page.
leaveNoWords();

createAll(Button, { preventDoubleClick: true });
for (const Component of [CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, FileUpload, NotificationBanner, Radios, SkipLink]) {
  createAll(Component);
}
