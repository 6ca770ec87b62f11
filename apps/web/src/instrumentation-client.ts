import { config } from "zod/v4/core";

// Zod tries whether it may compile code, which the content security policy forbids and the browser then reports.
config({ jitless: true });
