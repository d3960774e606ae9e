/** The bytes of a file, and one more than `maxBytes` where it is larger: that shows it, and no more is read. */
export async function bytesOf(file: Blob, maxBytes: number): Promise<Uint8Array> {
  // Blob.arrayBuffer is younger than the oldest browser that this page opens in.
  return new Uint8Array(await new Response(file.slice(0, maxBytes + 1)).arrayBuffer());
}
