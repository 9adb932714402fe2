// The officers' pages.
import { Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs, createAll } from "../govuk/js/govuk-frontend.js";
import { Alert, ButtonMenu, DatePicker, FilterToggleButton, MultiSelect, SortableTable } from "../moj/js/moj-frontend.js";
import { watchAlarms } from "./alarm.js";
import { goOn } from "./bulk.js";
import { watchKeys } from "./desk-keys.js";
import { watchDrafts } from "./drafts.js";
import { watchPresence } from "./presence.js";
import { watchReveal } from "./reveal.js";
import { watchStartFrom } from "./start-from.js";

createAll(Button, { preventDoubleClick: true });
for (const Component of [CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs]) {
  createAll(Component);
}
for (const Component of [Alert, ButtonMenu, DatePicker, MultiSelect, SortableTable]) {
  createAll(Component);
}

const region = document.querySelector("[data-alarm-region]");
if (region) watchAlarms(region);

watchKeys();
watchReveal();
watchStartFrom();
watchDrafts();
watchPresence();
goOn();
