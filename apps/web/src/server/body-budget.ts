/** What a request that is being read costs at least: its connection and headers. */
const MIN_CHARGE = 16 * 1024;

export type Place = {
  /** @returns false when there is no room for so many bytes, also after other requests were dropped */
  take: (bytes: number) => boolean;
  /** Says that the whole body has arrived. From then on the request is answered and is never dropped. */
  settle: () => void;
  /** Must be called at the end of every request. Calling it again does nothing. */
  release: () => void;
};

type Holder = { client: string; bytes: number; reading: boolean; gone: boolean; putOut: () => void };

/**
 * Limits the bytes of unverified bodies that the whole process holds. When it is full, the address that holds the most
 * loses its oldest request that is still being sent. So a flood drops its own requests, and a small signed delivery
 * still gets a place.
 */
export function createBodyBudget(maxBytes: number) {
  /** In order of arrival. */
  const holders = new Set<Holder>();
  const byClient = new Map<string, number>();
  let held = 0;

  function add(holder: Holder, bytes: number) {
    holder.bytes += bytes;
    held += bytes;
    const sum = (byClient.get(holder.client) ?? 0) + bytes;
    if (sum > 0) byClient.set(holder.client, sum);
    else byClient.delete(holder.client);
  }
  function release(holder: Holder) {
    holder.gone = true;
    if (!holders.delete(holder)) return;
    add(holder, -holder.bytes);
  }
  /** Finds the oldest request that is still being sent, of the address that holds the most. */
  function findVictim(): Holder | undefined {
    let victim: Holder | undefined;
    let most = -1;
    for (const holder of holders) {
      const sum = byClient.get(holder.client) ?? 0;
      if (holder.reading && sum > most) [victim, most] = [holder, sum];
    }
    return victim;
  }

  return {
    heldBytes: () => held,
    /** @param putOut called when the place is taken away while the body is being sent */
    enter(client: string, putOut: () => void): Place {
      const holder: Holder = { client, bytes: 0, reading: true, gone: false, putOut };
      const take = (bytes: number): boolean => {
        if (holder.gone) return false;
        holders.add(holder);
        add(holder, Math.max(bytes, holder.bytes === 0 ? MIN_CHARGE : 0));
        while (held > maxBytes) {
          const victim = findVictim();
          if (!victim || victim === holder) {
            release(holder);
            return false;
          }
          release(victim);
          victim.putOut();
        }
        return true;
      };
      return {
        take,
        settle: () => {
          holder.reading = false;
        },
        release: () => release(holder),
      };
    },
  };
}

export type BodyBudget = ReturnType<typeof createBodyBudget>;
