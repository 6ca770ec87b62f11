import dynamic from "next/dynamic";
import { type ComponentType, useState } from "react";

/**
 * A dialog that is fetched when it first opens: most visits open none. It stays from then on, so that it closes like
 * any other.
 * @param load for example `() => import("./clear-dialog").then((file) => file.ClearDialog)`
 */
export function lazyDialog<Props extends { open: boolean }>(load: () => Promise<ComponentType<Props>>) {
  const Loaded = dynamic(load, { ssr: false });
  return function LazyDialog(props: Props) {
    const [wanted, setWanted] = useState(false);
    if (props.open && !wanted) setWanted(true);
    return wanted ? <Loaded {...props} /> : null;
  };
}
