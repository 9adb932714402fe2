// The page with files: each is sent as soon as it is chosen.
import { Uploads } from "./uploads.js";

for (const root of document.querySelectorAll("[data-files]")) new Uploads(root);
