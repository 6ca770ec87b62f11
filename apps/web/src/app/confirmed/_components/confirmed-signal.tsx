"use client";

import { useEffect } from "react";
import { CONFIRMED_CHANNEL } from "@/lib/session-client";

/** Tells the page that waits, and closes the window where the browser lets a page do so. */
export function ConfirmedSignal() {
  useEffect(() => {
    const channel = new BroadcastChannel(CONFIRMED_CHANNEL);
    channel.postMessage("confirmed");
    channel.close();
    window.close();
  }, []);
  return null;
}
