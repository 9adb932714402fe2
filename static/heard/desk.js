// The officers' pages.
import { Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs, createAll } from "../govuk/js/govuk-frontend.js";
import { Alert, ButtonMenu, DatePicker, FilterToggleButton, MultiSelect, SortableTable } from "../moj/js/moj-frontend.js";
import { watchAlarms } from "./alarm.js";
import { goOn } from "./bulk.js";
import { watchDownloads } from "./downloads.js";
import { watchKeys } from "./desk-keys.js";
import { watchDrafts } from "./drafts.js";
import { watchPresence } from "./presence.js";
import { sendsInPlace } from "./in-place.js";
import { watchReading } from "./reading.js";
import { watchReveal } from "./reveal.js";
import { watchStartFrom } from "./start-from.js";

const COMPONENTS = [CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs, Alert, ButtonMenu, DatePicker, MultiSelect, SortableTable];

function start(scope) {
  createAll(Button, { preventDoubleClick: true }, scope);
  for (const Component of COMPONENTS) createAll(Component, undefined, scope);
}

start(document);

const region = document.querySelector("[data-alarm-region]");
if (region) watchAlarms(region);

watchKeys();
watchDownloads();
watchReveal();
watchReading();
watchStartFrom();
watchDrafts();
watchPresence();
sendsInPlace(start);
goOn();
