import { PanelSkeleton } from "@/components/ui/panel-skeleton";

/** Below the tabs, which stay. */
export default PanelSkeleton;
