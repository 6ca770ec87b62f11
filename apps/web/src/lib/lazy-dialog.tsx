import dynamic from "next/dynamic";
import { type ComponentType, useState } from "react";

/**
 * A dialog with a form: fetched when it first opens, since the library of forms and their rules are a sixth of a page.
 * It stays from then on, so that it closes like any other.
 * @param load for example `() => import("./user-dialogs").then((file) => file.UserDialogs)`
 */
export function lazyDialog<Props extends { open: boolean }>(load: () => Promise<ComponentType<Props>>) {
  const Loaded = dynamic(load, { ssr: false });
  return function LazyDialog(props: Props) {
    const [wanted, setWanted] = useState(false);
    if (props.open && !wanted) setWanted(true);
    return wanted ? <Loaded {...props} /> : null;
  };
}
