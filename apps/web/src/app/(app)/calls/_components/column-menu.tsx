"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ColumnButton } from "./column-button";
import type { ColumnListProps } from "./column-list";

const loadList = () => import("./column-list").then(({ ColumnList }) => ColumnList);
const ColumnList = dynamic(loadList, { ssr: false, loading: () => <ColumnButton /> });

export function ColumnMenu(props: ColumnListProps) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <ColumnList {...props} />;
  return (
    <ColumnButton
      aria-haspopup="menu"
      onPointerEnter={() => void loadList()}
      onFocus={() => void loadList()}
      onClick={() => setWanted(true)}
    />
  );
}
