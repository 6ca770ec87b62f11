/** Fields whose values say what, when and where a recording is. All others may hold what was said or who was invited. */
const SHOWN_FIELDS = new Set([
  "recording_id",
  "created_at",
  "recording_start_time",
  "recording_end_time",
  "scheduled_start_time",
  "scheduled_end_time",
  "transcript_language",
  "calendar_invitees_domains_type",
  "url",
  "share_url",
]);
/** Fields that hold such things. A name that is in neither list is a stranger's text too, and is only counted. */
const NAMED_FIELDS = new Set([
  "title",
  "meeting_title",
  "meeting_type",
  "meeting_url",
  "recorded_by",
  "shared_with",
  "transcript",
  "default_summary",
  "action_items",
  "calendar_invitees",
  "crm_matches",
]);
/** Longer ones are none of the values that these fields have. */
const MAX_VALUE = 200;

/**
 * Describes an item that could not be read, field by field: enough to see what is wrong with it, and nothing of what was
 * said in it. Pure.
 */
export function outlineItem(item: unknown): unknown {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return describeKind(item);
  const fields = Object.entries(item);
  const shown = fields
    .filter(([name]) => SHOWN_FIELDS.has(name))
    .map(([name, value]) => [name, outlineValue(value)]);
  const named = fields
    .filter(([name]) => NAMED_FIELDS.has(name))
    .map(([name, value]) => [name, describeKind(value)]);
  const others = fields.length - shown.length - named.length;
  return { ...Object.fromEntries([...shown, ...named]), ...(others > 0 ? { other_fields: others } : {}) };
}

const outlineValue = (value: unknown): unknown =>
  typeof value === "number" ||
  (typeof value === "string" && value.length <= MAX_VALUE && !/\s\S+\s/.test(value))
    ? value
    : describeKind(value);

/** "text of 20 characters", "list of 3", "object with 2 fields", "number", "true", "null". */
function describeKind(value: unknown): string {
  if (typeof value === "string") return `text of ${value.length} characters`;
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === "object" && value !== null) return `object with ${Object.keys(value).length} fields`;
  return typeof value === "boolean" || value === null || value === undefined ? String(value) : typeof value;
}
