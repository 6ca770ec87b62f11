/** Fathom shows again what a reconcile did not see: of the items of the run `ended`. */
export const MARK_SEEN_AGAIN = `
  UPDATE recordings l SET not_seen_since = NULL, changed_at = now() FROM ended, sync_run_recordings s
  WHERE s.run_id = ended.id AND s.recording_id = l.recording_id AND l.not_seen_since IS NOT NULL`;

/** The same after a reconcile's listing: what `gone` holds was not seen, what `listed` holds was. */
export const MARK_GONE = `
  UPDATE recordings l SET not_seen_since = now() FROM gone
  WHERE l.recording_id = gone.recording_id AND l.not_seen_since IS NULL`;
export const MARK_LISTED = `
  UPDATE recordings l SET not_seen_since = NULL FROM listed
  WHERE l.recording_id = listed.recording_id AND l.not_seen_since IS NOT NULL`;
