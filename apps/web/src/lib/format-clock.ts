/** 753 as "12:33", and with hours from the first hour on. */
export function formatClock(totalSeconds: number): string {
  const seconds = Math.floor(totalSeconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
