"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ThemeButton } from "@/components/shell/theme-button";

const loadMenu = () => import("@/components/shell/theme-menu").then(({ ThemeMenu }) => ThemeMenu);
const ThemeMenu = dynamic(loadMenu, { ssr: false, loading: () => <ThemeButton pending /> });

/** Few people change this twice, so that the menu is fetched by who does: pointing at it is enough. */
export function ThemeSwitch() {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <ThemeMenu />;
  return (
    <ThemeButton
      aria-haspopup="menu"
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
      onClick={() => setWanted(true)}
    />
  );
}
