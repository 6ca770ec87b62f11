const BULLETS = "•".repeat(18);

/** `4jmc-ae...xvKAs` (first 7, last 5) for a key of 20 characters or more, else a fixed row of bullets. */
export function maskApiKey(key: string): string {
  return key.length >= 20 ? `${key.slice(0, 7)}...${key.slice(-5)}` : BULLETS;
}

/** A webhook secret shows nothing of itself, not even its length. */
export const WEBHOOK_SECRET_MASK = BULLETS;
