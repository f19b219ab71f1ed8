// Bytes: length of the header as int32, the header in JSON, then float32 arrays one behind the
// other.
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = 4 + view.getInt32(0, true)
  const run = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)))
  for (const [name, length] of run.arrays) {
    run[name] = new Float32Array(bytes.slice(start, start + 4 * length).buffer)
    start += 4 * length
  }
  return run
}
