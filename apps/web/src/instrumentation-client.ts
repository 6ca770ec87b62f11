// Zod tries whether it may compile code, which the content security policy forbids and the browser then reports. It reads
// this when it is loaded; to set it through zod itself would bring zod to every page.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
