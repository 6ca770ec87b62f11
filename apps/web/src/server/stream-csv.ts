/**
 * Answers with a CSV file that is created while it is sent. The next piece is created when the reader has room for it,
 * and creation stops when the reader leaves.
 * @param name of the file, ASCII
 */
export function streamCsv(pieces: AsyncGenerator<string, void>, name: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await pieces.next();
      if (piece.done) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}
