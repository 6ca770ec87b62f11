"use client";

import dynamic from "next/dynamic";

/** What is on each tab, fetched with that tab alone: one page would carry the forms of all five. */
export const ConnectionPanel = dynamic(() => import("./connection-tab").then((tab) => tab.ConnectionTab));
export const SyncPanels = dynamic(() => import("./sync-tab").then((tab) => tab.SyncTab));
export const SyncRunPanel = dynamic(() => import("./sync-run-detail").then((tab) => tab.SyncRunDetail));
export const UsersPanel = dynamic(() => import("./users-tab").then((tab) => tab.UsersTab));
export const AuditPanel = dynamic(() => import("./audit-table").then((tab) => tab.AuditTable));
