"use client";

import { useEffect } from "react";
import { goToSignIn, renewSession } from "@/lib/session-client";

const RENEW_EVERY_MS = 5 * 60_000;

/**
 * Keeps the session alive while somebody is at work. Only a person counts: the polling of a running sync does
 * not renew anything, so that a forgotten screen does sign itself out.
 */
export function SessionKeeper() {
  useEffect(() => {
    let lastRenewal = Date.now();
    async function onActivity() {
      if (document.hidden || Date.now() - lastRenewal < RENEW_EVERY_MS) return;
      lastRenewal = Date.now();
      if ((await renewSession()) === "over") goToSignIn();
    }
    const listener = () => void onActivity();
    const events = ["pointerdown", "keydown", "focus"] as const;
    for (const name of events) window.addEventListener(name, listener);
    return () => {
      for (const name of events) window.removeEventListener(name, listener);
    };
  }, []);
  return null;
}
